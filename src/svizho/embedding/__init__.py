"""Embedding: text in any language -> a row of numbers; like meanings point the same way."""

from svizho.embedding.encoders import LEAD_CHARACTERS, Encoder, load_encoder, report_texts
from svizho.embedding.remote import Post

__all__ = ["LEAD_CHARACTERS", "Encoder", "Post", "load_encoder", "report_texts"]

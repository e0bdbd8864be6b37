"""Step 4: turn title and lead of an article into vectors."""

from __future__ import annotations

import numpy as np

from svizho.articles.actions import keep_vector
from svizho.articles.models import Article
from svizho.embedding import report_texts
from svizho.steps.deed import Write
from svizho.steps.workbench import Workbench


def embed_article(article: Article, bench: Workbench) -> Write:
    """Embed title and lead; where there is no encoder, the article goes on by words alone."""
    encoder = bench.encoder
    if encoder is None:
        return lambda: None
    title, body = report_texts(article.title, article.text)
    rows = encoder.encode([title, body] if body else [title]).astype(np.float16)

    def write() -> None:
        keep_vector(article, encoder=encoder.name, title=rows[0].tobytes(), body=rows[1].tobytes() if body else b"")

    return write

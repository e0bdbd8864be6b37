"""From the bytes of a page to the article it holds: title, byline, dates, paragraphs, picture."""

from svizho.extracting.page import NotAnArticle, Page, RefusalReason
from svizho.extracting.pages import MOST_BYTES, extract_page

__all__ = ["MOST_BYTES", "NotAnArticle", "Page", "RefusalReason", "extract_page"]

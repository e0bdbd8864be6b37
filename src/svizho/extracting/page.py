"""What is known of one published page, and the refusal to call it an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from svizho.errors import SvizhoError

RefusalReason = Literal["paywall", "too_short", "not_an_article", "unreadable"]


@dataclass(frozen=True, slots=True)
class Page:
    """The article that a page holds: plain text and facts, each tidy; "" or None where the page says nothing.

    `url` is the address it was read from, `canonical` the normal form the page itself names (or that of `url`);
    times are aware; `language` is a primary subtag ("uk"); `image` is an absolute address; `free` is False when
    the publisher says that readers must pay (isAccessibleForFree).
    """

    url: str
    canonical: str
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    language: str = ""
    paragraphs: tuple[str, ...] = ()
    image: str = ""
    site_name: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    free: bool = True

    @property
    def text(self) -> str:
        """The paragraphs, parted by blank lines."""
        return "\n\n".join(self.paragraphs)


class NotAnArticle(SvizhoError):
    """The page cannot be shown as an article; `reason` is counted, `facts` holds what was found all the same."""

    def __init__(self, reason: RefusalReason, words: str, facts: Page | None = None) -> None:
        """Keep the countable reason, the explanation, and the facts (title, dates, a teaser), if any."""
        super().__init__(words)
        self.reason: RefusalReason = reason
        self.words = words
        self.facts = facts

    def __reduce__(self) -> tuple[type[NotAnArticle], tuple[RefusalReason, str, Page | None]]:
        """Cross the border between processes whole."""
        return type(self), (self.reason, self.words, self.facts)

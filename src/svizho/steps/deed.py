"""What a step hands to the runner: thinking first, then one write that commits with the article's new stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from svizho.articles.models import Article
from svizho.errors import SetAside
from svizho.steps.workbench import Workbench

# Runs inside the transaction that moves the article on; may say that the article leaves the journey after all.
Write: TypeAlias = Callable[[], SetAside | None]
# Thinks outside any transaction; raises TryLater or SetAside.
Think: TypeAlias = Callable[[], Write]
# Takes a batch and gives each article with its thinking, in the order in which they get ready.
Work: TypeAlias = Callable[[Sequence[Article], Workbench], Iterator[tuple[Article, Think]]]


def each(step: Callable[[Article, Workbench], Write]) -> Work:
    """Make the work of a batch out of a step that looks at one article at a time."""

    def work(articles: Sequence[Article], bench: Workbench) -> Iterator[tuple[Article, Think]]:
        for article in articles:
            yield article, lambda article=article: step(article, bench)  # type: ignore[misc]

    return work

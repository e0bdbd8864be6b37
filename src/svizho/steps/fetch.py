"""Step 2: fetch the page of each article; where it cannot be had, the feed's own text will serve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svizho.articles.actions import keep_page
from svizho.articles.models import Article
from svizho.errors import SetAside, TryLater
from svizho.kit.http import Refusal, Request, Response
from svizho.parsing import is_post
from svizho.steps.deed import Think, Write
from svizho.steps.workbench import Workbench

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"

# A page that fails in passing is asked for this often before the feed's own text serves.
TRIES = 3
# Seconds before the first new try; each further one waits as long again (linear, not doubling).
WAIT = 20.0
# A host that asks us to stay away for longer than this (seconds) gets its wish: news does not wait, the feed serves.
LONGEST_WAIT = 600.0


def fetch_pages(articles: Sequence[Article], bench: Workbench) -> Iterator[tuple[Article, Think]]:
    """Ask for the pages of a batch at once; give each article as its page arrives."""
    # A short post is all in its feed; the page at its address would be the network's, not the article's.
    with_page = {a.pk: a for a in articles if a.link.startswith("http") and not is_post(a.link)}
    for article in articles:
        if article.pk not in with_page:
            yield article, lambda article=article: _without_page(article, 0, bench)  # type: ignore[misc]
    for answer in bench.door.fetch_all(_request(article, bench) for article in with_page.values()):
        article = with_page[answer.request.tag]
        yield article, lambda article=article, answer=answer: _weigh(article, answer, bench)  # type: ignore[misc]


def _request(article: Article, bench: Workbench) -> Request:
    fetching = bench.settings.fetching
    return Request(
        article.link,
        accept=ACCEPT,
        max_bytes=int(fetching.page_max_mb * 1_000_000),
        seconds=fetching.page_seconds,
        obey_robots=fetching.obey_robots,
        tag=article.pk,
    )


def _weigh(article: Article, answer: Response | Refusal, bench: Workbench) -> Write:
    """Decide what an answer means for the article; raises TryLater or SetAside."""
    last_try = article.tries + 1 >= TRIES
    if isinstance(answer, Refusal):
        if answer.lasting or last_try or answer.wait > LONGEST_WAIT:
            return _without_page(article, 0, bench)
        raise TryLater(answer.words, wait=max(WAIT * (article.tries + 1), answer.wait))
    if answer.status in (404, 410):
        # A feed may run ahead of its own site by a minute; after that the page is gone.
        if last_try or answer.status == 410:
            raise SetAside("gone", f"the page is gone ({answer.status})")
        raise TryLater(f"the page is not there yet ({answer.status})", wait=WAIT * (article.tries + 1))
    if 200 <= answer.status < 300:
        return _with_page(article, answer, bench)
    if answer.status in (401, 402, 403, 451) or last_try:
        return _without_page(article, answer.status, bench)
    raise TryLater(f"the server answered {answer.status}", wait=WAIT * (article.tries + 1))


def _with_page(article: Article, answer: Response, bench: Workbench) -> Write:
    def write() -> None:
        keep_page(
            article,
            url=answer.url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            now=bench.now(),
        )

    return write


def _without_page(article: Article, status: int, bench: Workbench) -> Write:
    def write() -> None:
        keep_page(article, url=article.link, status=status, headers={}, body=b"", now=bench.now())

    return write

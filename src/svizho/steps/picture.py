"""Beside the journey: take small copies of the pictures of articles whose source allows them."""

from __future__ import annotations

from svizho.articles.models import Article
from svizho.errors import CageCrash, CageTimeout, NotAPicture
from svizho.kit.http import Refusal, Request, Response
from svizho.photos.actions import keep_photo, note_trouble
from svizho.photos.queries import waiting
from svizho.picturing import small_copies
from svizho.steps.workbench import Workbench

# AVIF and WebP first: they are the smallest that publishers offer.
ACCEPT = "image/avif, image/webp, image/jpeg;q=0.9, image/png;q=0.8, image/gif;q=0.5"

# A photograph for the web has half a megabyte; one straight from a camera has ten.
MOST_BYTES = 12_000_000

# Pictures taken in one go: a fraction of a second of work each.
AT_ONCE = 20


def take_pictures(bench: Workbench) -> int:
    """Take the pictures that wait, newest first; says how many were looked at."""
    articles = {article.pk: article for article in waiting(bench.now(), most=AT_ONCE)}
    for answer in bench.door.fetch_all(_request(article, bench) for article in articles.values()):
        _weigh(articles[answer.request.tag], answer, bench)
    return len(articles)


def _request(article: Article, bench: Workbench) -> Request:
    """Ask for a picture through the same door as for pages: addresses are checked where the connection is made."""
    fetching = bench.settings.fetching
    return Request(
        article.image,
        accept=ACCEPT,
        max_bytes=MOST_BYTES,
        seconds=fetching.page_seconds,
        headers=article.source.sent_headers(),
        obey_robots=fetching.obey_robots,
        tag=article.pk,
    )


def _weigh(article: Article, answer: Response | Refusal, bench: Workbench) -> None:
    now = bench.now()
    if isinstance(answer, Refusal):
        note_trouble(article, answer.words, lasting=answer.lasting, now=now)
    elif answer.status != 200:
        lasting = answer.status < 500 and answer.status != 429
        note_trouble(article, f"the server answered {answer.status}", lasting=lasting, now=now)
    else:
        _copy(article, answer.body, bench)


def _copy(article: Article, body: bytes, bench: Workbench) -> None:
    """Decode in a killable process: pictures are the oldest way into a machine."""
    try:
        keep_photo(article, bench.cage.run(small_copies, body), now=bench.now())
    except NotAPicture as error:
        note_trouble(article, str(error), lasting=True, now=bench.now())
    except (CageTimeout, CageCrash) as error:
        note_trouble(article, f"decoding took too much time or memory: {error}", lasting=True, now=bench.now())

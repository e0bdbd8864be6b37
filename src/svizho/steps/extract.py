"""Step 3: find the text of an article in its page, or take the feed's own."""

from __future__ import annotations

from functools import partial

from svizho.articles.actions import Text, keep_text, page_body, same_article
from svizho.articles.models import Article, Entry
from svizho.articles.models import Page as KeptPage
from svizho.articles.storing import TOO_OLD
from svizho.errors import CageCrash, CageTimeout, SetAside
from svizho.extracting import NotAnArticle, Page, extract_page
from svizho.kit.html import html_to_text
from svizho.kit.text import paragraphs, shorten, tidy
from svizho.steps.deed import Write
from svizho.steps.workbench import Workbench

# Plain text kept as the lead; an excerpt of the public site is cut from it (300 characters by default).
LEAD_CHARS = 1000

# Text of a page that is this much shorter than the feed's own is a teaser: the feed's text serves.
TEASER_SHARE = 0.5


def extract_article(article: Article, bench: Workbench) -> Write:
    """Find title, text and facts; raises SetAside when neither page nor feed says anything."""
    entry = Entry.objects.filter(article=article).order_by("pk").first()
    page, why_not = _read_page(article, entry, bench)
    if _is_old(article, entry, page):
        raise SetAside("old", "the list it stands in tells no dates, and its page is from long ago")
    text = _best_text(article, entry, page, why_not)
    if text is None:
        raise SetAside(why_not or "no_text", "neither the page nor the feed has text to read")

    def write() -> SetAside | None:
        owner = same_article(article, text.canonical) if text.canonical else None
        if owner is not None:
            return SetAside("same_article", f"known as article {owner.pk}")
        keep_text(article, text)
        return None

    return write


def _is_old(article: Article, entry: Entry | None, page: Page | None) -> bool:
    """Tell whether an article is only new to us: sitemaps and listing pages name old ones without their dates."""
    undated = entry is not None and entry.published_at is None and article.published_at is None
    return undated and page is not None and page.published is not None and page.published < article.seen_at - TOO_OLD


def _read_page(article: Article, entry: Entry | None, bench: Workbench) -> tuple[Page | None, str]:
    """Extract the kept page; gives the page or the countable reason why there is none."""
    kept = KeptPage.objects.filter(article=article).first()
    body = page_body(kept) if kept else b""
    if kept is None or not body:
        return None, "no_page"
    language = entry.language if entry else ""
    try:
        # The room's own function, since a cage must not load Django.
        work = partial(extract_page, url=kept.url, headers=kept.headers, now=bench.now(), feed_language=language)
        return bench.cage.run(work, body), ""
    except NotAnArticle as refusal:
        return refusal.facts, refusal.reason
    except (CageTimeout, CageCrash):
        return None, "unreadable"


def _best_text(article: Article, entry: Entry | None, page: Page | None, why_not: str) -> Text | None:
    """Choose between page and feed: the page's text unless it was refused or is only a teaser of the feed's."""
    feed_text = _feed_text(entry)
    page_text = page.text if page is not None and not why_not else ""
    from_page = len(page_text) >= TEASER_SHARE * len(feed_text) and bool(page_text)
    text = page_text if from_page else feed_text
    title = article.title or (page.title if page else "")
    if not text and not (title and why_not in ("", "no_page", "paywall")):
        return None
    summary = tidy(html_to_text(entry.summary)) if entry else ""
    return Text(
        title=title,
        text=text,
        lead=shorten(tidy(_lead_of(text) or summary), LEAD_CHARS),
        text_from="page" if from_page else "feed",
        byline=(page.byline if page else "") or (entry.author if entry else ""),
        image=(page.image if page else "") or (entry.image if entry else ""),
        published=page.published if page else None,
        modified=page.modified if page else None,
        paid=why_not == "paywall" or (page is not None and not page.free),
        canonical=page.canonical if page and not why_not else "",
    )


def _feed_text(entry: Entry | None) -> str:
    """Give the longest text the feed itself carries, as paragraphs."""
    if entry is None:
        return ""
    return max((html_to_text(entry.content), html_to_text(entry.summary)), key=len)


def _lead_of(text: str) -> str:
    """Give the first paragraphs, enough for a lead."""
    lead = ""
    for paragraph in paragraphs(text):
        lead = f"{lead} {paragraph}".strip()
        if len(lead) >= LEAD_CHARS / 2:
            break
    return lead

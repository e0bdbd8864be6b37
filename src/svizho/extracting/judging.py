"""Is this page an article, and may its text be read? Each refusal has a reason that is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html

from svizho.extracting.blocks import size_of
from svizho.extracting.metas import Metas
from svizho.extracting.page import RefusalReason
from svizho.extracting.structured import Stated
from svizho.extracting.titles import headings
from svizho.kit.links import is_home_page
from svizho.kit.text import tidy

# A news flash of one sentence. Below this there is nothing to read but the headline.
SHORTEST_FLASH = 40
# Without any sign of an article a text must carry itself: about four sentences (trafilatura's own minimum is 250).
SHORTEST_UNSIGNED = 250
# A teaser before a paywall ends below the first figure (a paragraph or two); where the page both states that it is
# not free and asks to subscribe, below the second. Longer texts are read: metered sites show them whole.
SHORT_TEASER, LONG_TEASER = 500, 1_500

_PAYWALL_WORDS = re.compile(
    r"subscribe (?:now )?to (?:continue|keep) reading|"
    r"to (?:continue|keep) reading,? (?:please )?(?:subscribe|log in|sign in)|"
    r"(?:this|the) (?:article|content|story) is (?:for|only available to|reserved for|available only to) (?:paying )?"
    r"(?:subscribers|members)|already a subscriber\?|subscribers? only|unlock this article|"
    r"(?:лише|тільки|доступн\w+) для передплатник|передплатіть,? щоб|оформіть передплату|щоб (?:про)?читати далі|"
    r"(?:только|доступ\w*) для подписчик|оформите подписку,? чтобы|"
    r"weiterlesen mit|jetzt (?:abo|abonnieren|weiterlesen)|nur für abonnenten|exklusiv für abonnenten|"
    r"réservé aux abonnés|il vous reste .{1,20} à lire|abonnez-vous pour|contenido exclusivo para suscriptores|"
    r"suscríbete para seguir|riservato agli abbonati|dla prenumeratorów|tylko dla subskrybentów|"
    r"für abonnenten|denne artikkelen er for abonnenter|för prenumeranter|for abonnenter",
    re.I,
)
_ERROR_TITLE = re.compile(
    r"^\W*(?:(?:error|помилка|ошибка)\s*(?:40[0-9]|50[0-9])\b|"
    r"(?:40[0-9]|50[0-9])\W*(?:$|not found|forbidden|error|page|service|internal|bad gateway|сторін|страни)|"
    r"page not found|not found\b|access denied\W*$|forbidden\W*$|just a moment|attention required|are you a robot|"
    r"сторінк\w+ не знайден|страниц\w+ не найден|доступ заборонен\w*\W*$|seite nicht gefunden)",
    re.I,
)
# Where words of a paywall are looked for: no real page shows more.
_MOST_WORDS = 200_000
_ARTICLE_OG = ("article", "news", "newsarticle", "video.other", "og:article", "blog", "story")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a page is refused: a countable reason and a sentence."""

    reason: RefusalReason
    words: str


def signs_of_article(tree: lxml.html.HtmlElement, metas: Metas, stated: Stated) -> int:
    """Count what says "one article": JSON-LD or microdata, og:type, a time stated or shown, one h1, one `<article>`."""
    og_type = metas.first("og:type").lower()
    dated = metas.first("article:published_time", "datepublished", "pubdate", "parsely-pub-date", "dc.date.issued")
    return (
        2 * stated.found
        + (og_type in _ARTICLE_OG)
        + bool(dated)
        + (len(headings(tree)) == 1)
        + (sum(1 for _ in tree.iter("article")) == 1)
        # A listing shows the time of each article; an article its own and perhaps that of a change.
        + (1 <= sum(1 for _ in tree.iter("time")) <= 3)
        + any(
            "Article" in (element.get("itemtype") or "") for element in tree.iter("article", "section", "div", "main")
        )
    )


def is_listing(tree: lxml.html.HtmlElement, text: str) -> bool:
    """Tell a listing of articles from an article: many linked headings or teasers, and little text beside them."""
    linked = sum(
        1
        for heading in tree.iter("h2", "h3", "h4")
        if heading.find(".//a") is not None or (heading.getparent() is not None and heading.getparent().tag == "a")
    )
    teasers = sum(1 for _ in tree.iter("article"))
    others = max(linked, teasers)
    # Three paragraphs of some sentences are an article, whatever stands around them.
    told = sum(len(paragraph) >= 200 for paragraph in text.split("\n\n"))
    return others >= 8 and len(text) < 120 * others and told < 3


def _asks_to_pay(tree: lxml.html.HtmlElement) -> bool:
    return bool(_PAYWALL_WORDS.search(tidy(tree.text_content()[:_MOST_WORDS])))


def refusal(
    tree: lxml.html.HtmlElement, metas: Metas, stated: Stated, *, url: str, title: str, text: str
) -> Verdict | None:
    """Say why this page is not to be taken as an article; None when it is one.

    `tree` is the whole page (where a paywall speaks), `text` what was extracted of it.
    """
    signs = signs_of_article(tree, metas, stated)
    length = size_of(text)
    if signs < 3 and _ERROR_TITLE.match(title):
        return Verdict("not_an_article", f"the page is an error page ({title[:60]!r})")
    if is_home_page(url) and not stated.found:
        return Verdict("not_an_article", "the address is the front page of a site")
    locks = (stated.free is False) + (length < LONG_TEASER and _asks_to_pay(tree))
    if locks and length < (LONG_TEASER if locks == 2 else SHORT_TEASER):
        return Verdict("paywall", "only a teaser can be read: the publisher asks readers to pay")
    if signs < 3 and is_listing(tree, text):
        return Verdict("not_an_article", "the page lists articles and is none itself")
    if length < SHORTEST_FLASH:
        return Verdict("too_short", f"only {length} characters of text were found")
    if signs < 2 and length < SHORTEST_UNSIGNED:
        return Verdict("not_an_article", "nothing says that this is an article, and there is little text")
    return None

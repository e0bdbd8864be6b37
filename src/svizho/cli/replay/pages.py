"""Pages as news sites write them: an article with its surroundings, a home page, the replay's own status page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from svizho.cli.replay.documents import Document, Place, media_type_of
from svizho.cli.replay.outlets import Outlet, Shown

# How many articles a home page lists.
ON_HOME_PAGE = 30

# Words that surround an article, so that extraction has something to leave out: menu, more, rights, share, log in.
SURROUNDINGS = {
    "uk": ("Головна|Політика|Світ|Економіка|Спорт", "Читайте також", "Усі права захищено", "Поділитися", "Увійти"),
    "ru": ("Главная|Политика|Мир|Экономика|Спорт", "Читайте также", "Все права защищены", "Поделиться", "Войти"),
    "en": ("Home|Politics|World|Business|Sport", "Read more", "All rights reserved", "Share", "Log in"),
}


def write_article(outlet: Outlet, shown: Shown, related: Sequence[Shown], place: Place) -> Document:
    """Write an article's page in the publisher's own layout and charset, canonical link to itself."""
    layout = LAYOUTS[outlet.habit // 1000 % len(LAYOUTS)]
    heading = f"<h1>{escape(shown.record.title)}</h1>"
    body = layout.format(heading=heading, byline=_byline(outlet, shown), text=_text(shown))
    head = f"<title>{escape(shown.record.title)} | {escape(outlet.name)}</title>{_metas(outlet, shown, place)}"
    return _page(outlet, head, body + _related(outlet, related, place), place)


def write_home(outlet: Outlet, newest: Sequence[Shown], place: Place) -> Document:
    """Write the publisher's home page: its newest articles, and a link to its feed in the head."""
    head = f"<title>{escape(outlet.name)}</title>"
    items = "".join(_teaser(shown, place) for shown in newest)
    return _page(outlet, head, f"<main><h1>{escape(outlet.name)}</h1>{items}</main>", place)


LAYOUTS = (
    '<main><article class="article">{heading}{byline}<div class="article__body">{text}</div></article></main>',
    '<div id="content"><div class="post">{heading}{byline}<div class="post-text">{text}</div></div></div>',
    '<main class="wrap"><section class="news-full" itemscope itemtype="https://schema.org/NewsArticle">'
    '<header>{heading}{byline}</header><div itemprop="articleBody">{text}</div></section></main>',
)


def _page(outlet: Outlet, head: str, body: str, place: Place) -> Document:
    menu, _, rights, _, login = SURROUNDINGS.get(outlet.language, SURROUNDINGS["en"])
    links = "".join(f'<li><a href="{escape(place.home_url)}">{name}</a></li>' for name in menu.split("|"))
    text = f"""<!DOCTYPE html>
<html lang="{escape(outlet.language)}">
<head>
<meta charset="{outlet.charset}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{head}
<link rel="alternate" type="{media_type_of(outlet.kind)}" title="{escape(outlet.name)}" href="{place.feed_url}">
<style>body{{font-family:sans-serif;max-width:60rem;margin:auto}}</style>
</head>
<body>
<header class="top"><a class="logo" href="{escape(place.home_url)}">{escape(outlet.name)}</a>
<nav><ul>{links}</ul></nav><a class="login" href="{escape(place.home_url)}login">{login}</a></header>
{body}
<footer><p>© {escape(outlet.name)}. {rights}.</p></footer>
<script>window.dataLayer = window.dataLayer || [];</script>
</body>
</html>
"""
    return Document(text.encode(outlet.charset, "xmlcharrefreplace"), "text/html", outlet.charset)


def _metas(outlet: Outlet, shown: Shown, place: Place) -> str:
    url, dated = place.article_url(shown), shown.dated.astimezone(outlet.zone).isoformat()
    pairs = {
        "og:type": "article",
        "og:title": shown.record.title,
        "og:url": url,
        "og:site_name": outlet.name,
        "og:description": shown.teaser,
        "og:image": shown.record.image,
        "article:published_time": dated,
        "article:section": shown.record.section,
    }
    metas = "\n".join(f'<meta property="{k}" content="{escape(v)}">' for k, v in pairs.items() if v)
    # A "<" inside could end the script element early.
    facts = json.dumps(_facts(outlet, shown, place), ensure_ascii=False).replace("<", "\\u003c")
    return f"""
<link rel="canonical" href="{escape(url)}">
<meta name="description" content="{escape(shown.teaser)}">
{metas}
<script type="application/ld+json">{facts}</script>"""


def _facts(outlet: Outlet, shown: Shown, place: Place) -> dict[str, Any]:
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": shown.record.title,
        "datePublished": shown.dated.astimezone(outlet.zone).isoformat(),
        "inLanguage": shown.record.language,
        "mainEntityOfPage": {"@type": "WebPage", "@id": place.article_url(shown)},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": place.home_url},
        "isAccessibleForFree": True,
    }
    if shown.record.section:
        article["articleSection"] = shown.record.section
    if shown.categories:
        article["keywords"] = list(shown.categories)
    if shown.record.image:
        article["image"] = shown.record.image
    # Some sites put everything they know into one graph.
    if outlet.habit // 5000 % 3 == 0:
        return {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": outlet.name}, article]}
    return {"@context": "https://schema.org", **article}


def _byline(outlet: Outlet, shown: Shown) -> str:
    local = shown.dated.astimezone(outlet.zone)
    share = SURROUNDINGS.get(outlet.language, SURROUNDINGS["en"])[3]
    return (
        f'<div class="meta"><time datetime="{local.isoformat()}">{local:%d.%m.%Y %H:%M}</time>'
        f'<ul class="share"><li><a href="#fb">{share}</a></li><li><a href="#tg">Telegram</a></li></ul></div>'
    )


def _text(shown: Shown) -> str:
    picture = f'<figure><img src="{escape(shown.record.image)}" alt=""></figure>' if shown.record.image else ""
    return picture + "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in shown.paragraphs)


def _related(outlet: Outlet, related: Sequence[Shown], place: Place) -> str:
    if not related:
        return ""
    more = SURROUNDINGS.get(outlet.language, SURROUNDINGS["en"])[1]
    items = "".join(f"<li>{_link(shown, place)}</li>" for shown in related)
    return f'<aside class="related"><h3>{more}</h3><ul>{items}</ul></aside>'


def _teaser(shown: Shown, place: Place) -> str:
    return f'<div class="item"><h2>{_link(shown, place)}</h2><p>{escape(shown.teaser)}</p></div>'


def _link(shown: Shown, place: Place) -> str:
    return f'<a href="{escape(place.article_url(shown))}">{escape(shown.record.title)}</a>'


def write_status(rows: Sequence[tuple[Outlet, Place, int]], *, appeared: int, total: int, now: datetime) -> Document:
    """Write the replay's own page: how far it is, and every publisher (with how much of it is out)."""
    items = "".join(
        f'<tr><td><a href="{escape(place.home_url)}">{escape(outlet.name)}</a></td><td>{outlet.language}</td>'
        f'<td><a href="{escape(place.feed_url)}">{outlet.kind}</a></td><td>{out}/{len(outlet.line)}</td></tr>'
        for outlet, place, out in rows
    )
    text = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Svizho replay</title></head>
<body><h1>Svizho replay</h1><p>{appeared} of {total} articles have appeared ({now:%H:%M:%S} UTC).
<a href="/opml.xml">OPML</a> <a href="/progress.json">JSON</a></p>
<table><tr><th>Source</th><th>Language</th><th>Feed</th><th>Out</th></tr>{items}</table></body></html>
"""
    return Document(text.encode(), "text/html", "utf-8")

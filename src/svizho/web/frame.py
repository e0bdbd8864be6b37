"""What stands around every page: date, freshness, sections, languages; and how a page is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.translation import gettext, ngettext

from svizho.kit import clock
from svizho.records.models import UpdateKind
from svizho.records.queries import last_update
from svizho.settings import site_settings
from svizho.stories.queries import last_change_at
from svizho.web.cards import language
from svizho.web.sharing import share_of
from svizho.web.times import date_line, locale

# The name the wordmark spells, and how the same name is written on an English page.
WORDMARK = "Свіжо"
WORDMARK_NAMES = (WORDMARK, "Svizho")

LANGUAGE_NAMES = {"uk": "Українська", "en": "English"}

# What no page of ours asks a browser for, so nothing smuggled into one may either.
NO_PERMISSIONS = ", ".join(f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb"))

# Seconds a finished page is kept (svizho/cache): what it says of ages ("5 min ago") is then off by one at most, and so
# is what changes without being announced, such as the order of stories. For as long again it serves while a fresh
# one is made.
KEPT = 60

# Numbers that between them reach every plural form of the languages Babel knows.
SAMPLES = (0, 1, 2, 3, 5, 6, 11, 21, 100)


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the frame; `current` marks the page it leads to as the one that is open."""

    name: str
    url: str
    current: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """What an open page asks the live stream for, and the words in which it tells what came."""

    after: int
    section: str
    story: int | None
    forms: str
    ago: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page."""

    now: datetime
    language: str
    name: str
    tagline: str
    wordmark: bool
    date: str
    base_url: str
    path: str
    doors: tuple[Door, ...]
    tongues: tuple[Door, ...]
    updated_at: datetime | None
    live: Live | None


def sections_menu(path: str) -> tuple[Door, ...]:
    """List the front page, all news and the sections, marking the open one."""
    fixed = ((gettext("Top stories"), reverse("front")), (gettext("All news"), reverse("latest")))
    own = (
        (section.name.to(language()), reverse("section", args=[section.slug])) for section in site_settings().sections
    )
    return tuple(Door(name, url, current=url == path) for name, url in (*fixed, *own))


def tongues(path: str) -> tuple[Door, ...]:
    """List the languages of the site, each with the address of this very page in it."""
    mine = language()
    return tuple(
        Door(LANGUAGE_NAMES.get(code, code), translate_url(path, code), current=code == mine, language=code)
        for code in site_settings().site.languages
    )


def forms_of_news(*, of_story: bool) -> str:
    """Write the announcement in every plural form of the page's language, as JSON by CLDR category.

    The browser picks the form by the same rules (Intl.PluralRules) and puts the number for "%"; what is after
    the "|" is left out where there is little room.
    """
    forms = {}
    for n in SAMPLES:
        if of_story:
            words = ngettext("%(n)s new|report", "%(n)s new|reports", n)
        else:
            words = ngettext("%(n)s new|story", "%(n)s new|stories", n)
        forms[locale().plural_form(n)] = words % {"n": "%"}
    forms.setdefault("other", next(iter(forms.values())))
    return json.dumps(forms, ensure_ascii=False)


def words_of_ago() -> str:
    """Give the patterns by which the browser counts on: "just now", seconds, minutes, hours, parted by "|"."""
    patterns = (
        gettext("just now"),
        gettext("%(n)s s ago") % {"n": "%"},
        gettext("%(n)s min ago") % {"n": "%"},
        gettext("%(n)s h ago") % {"n": "%"},
    )
    return "|".join(patterns)


def frame_of(request: HttpRequest, *, section: str = "", story: int | None = None) -> Frame:
    """Gather what stands around the page (one query; two where no update is kept, or the newest is talk)."""
    site, update, mine = site_settings().site, last_update(), language()
    name = site.name.to(mine)
    return Frame(
        now=clock.now(),
        language=mine,
        name=name,
        tagline=site.tagline.to(mine),
        wordmark=site.name.default == WORDMARK and name in WORDMARK_NAMES,
        date=date_line(clock.now()),
        base_url=site.base_url,
        path=request.path,
        doors=sections_menu(reverse("section", args=[section]) if section else request.path),
        tongues=tongues(request.path) if known(request.path) else (),
        # Talk is no news: the dot of the wordmark shows how fresh the stories are.
        updated_at=update.at if update and update.kind != UpdateKind.STORY_TALK else last_change_at(),
        live=Live(
            after=update.pk if update else 0,
            section=section if not story else "",
            story=story,
            forms=forms_of_news(of_story=bool(story)),
            ago=words_of_ago(),
        ),
    )


def bare_frame(request: HttpRequest) -> Frame:
    """Give a frame for a page that must not ask the database, since that may be what is broken."""
    site, mine, now = site_settings().site, language(), clock.now()
    name = site.name.to(mine)
    return Frame(
        now=now,
        language=mine,
        name=name,
        tagline=site.tagline.to(mine),
        wordmark=site.name.default == WORDMARK and name in WORDMARK_NAMES,
        date=date_line(now),
        base_url=site.base_url,
        path=request.path,
        doors=sections_menu(request.path),
        tongues=(),
        updated_at=None,
        live=None,
    )


def known(path: str) -> bool:
    """Say whether an address leads somewhere, so that it has a likeness in other languages."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    section: str = "",
    story: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page inside its frame; `section` marks the menu, `section` or `story` says what it listens for."""
    frame = context.get("frame") or frame_of(request, section=section, story=story)
    share = context.get("share") or share_of(frame.name, frame.tagline)
    text = render_to_string(template, {**context, "frame": frame, "share": share})
    response = HttpResponse(text, status=status)
    # Kept by the browser for its back button, yet asked for anew by every link: the news may have changed.
    response["Cache-Control"] = "public, no-cache"
    response["Permissions-Policy"] = NO_PERMISSIONS
    if status == 200:
        keep(response, KEPT, _touched_by(frame))
    return response


def keep(response: HttpResponse, seconds: int, touched_by: str = "news") -> None:
    """Let the cache keep a page for so long, or until something of `touched_by` changed, words parted by spaces.

    `news` is any public change, `story-5` and `section-sport` those of one story or section, "" none at all.
    """
    response["Surrogate-Control"] = f"max-age={seconds}, stale-while-revalidate={seconds}"
    if touched_by:
        response["Surrogate-Key"] = touched_by


def keep_from_all(response: HttpResponse) -> HttpResponse:
    """Mark a page as meant for one reader: nobody keeps it, no search engine lists it."""
    for header in ("Surrogate-Control", "Surrogate-Key"):
        response.headers.pop(header, None)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _touched_by(frame: Frame) -> str:
    live = frame.live
    if live and live.story:
        return f"story-{live.story}"
    return f"section-{live.section}" if live and live.section else "news"

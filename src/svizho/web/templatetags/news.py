"""Tags and filters by which templates tell times, texts and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from svizho.searching import Piece
from svizho.web import times, typography
from svizho.web.cards import language
from svizho.web.syndication import TYPES
from svizho.web.values import Words

register = template.Library()


def _now(context: Mapping[str, Any]) -> datetime:
    now: datetime = context["frame"].now
    return now


def _iso(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.simple_tag(takes_context=True)
def age(context: Mapping[str, Any], moment: datetime) -> SafeString:
    """Tell how long ago a moment was, with the dot of its age."""
    now = _now(context)
    return format_html(
        '<time class="age age--{}" datetime="{}">{}</time>',
        times.age_of(moment, now),
        _iso(moment),
        typography.tie(times.ago(moment, now)),
    )


@register.simple_tag(takes_context=True)
def age_word(context: Mapping[str, Any], moment: datetime) -> str:
    """Say how fresh a moment is in the one word that styles go by: "now", "hour" or "old"."""
    return times.age_of(moment, _now(context))


@register.simple_tag(takes_context=True)
def at(context: Mapping[str, Any], moment: datetime) -> SafeString:
    """Tell when a moment was as shortly as it stays clear: "10:31", "yesterday, 18:20"."""
    return format_html('<time datetime="{}">{}</time>', _iso(moment), times.when(moment, _now(context)))


@register.simple_tag(takes_context=True)
def on_day(context: Mapping[str, Any], moment: datetime) -> SafeString:
    """Tell when a moment was, the day always named: "today, 03:12"."""
    words = times.when(moment, _now(context), say_today=True)
    return format_html('<time datetime="{}">{}</time>', _iso(moment), words)


@register.simple_tag(takes_context=True)
def to_the_second(context: Mapping[str, Any], moment: datetime) -> SafeString:
    """Tell when a moment was to the second: what the three times of an article need."""
    words = times.when(moment, _now(context), say_today=True) + timezone.localtime(moment).strftime(":%S")
    return format_html('<time datetime="{}">{}</time>', _iso(moment), words)


@register.simple_tag
def clock(moment: datetime, age: str = "") -> SafeString:
    """Tell the time of day alone, coloured when fresh: for lists that are parted by days."""
    return format_html('<time class="age--{}" datetime="{}">{}</time>', age, _iso(moment), times.clock(moment))


@register.simple_tag(takes_context=True)
def fresh(context: Mapping[str, Any], moment: datetime) -> SafeString:
    """Tell how long ago the site changed, to the second; the browser counts on from there."""
    now = _now(context)
    return format_html(
        '<time class="fresh" datetime="{}">{}</time>',
        moment.isoformat(timespec="milliseconds"),
        typography.tie(times.ago_to_the_second(moment, now)),
    )


@register.simple_tag
def alternates(title: str, view: str, *args: object, q: str = "") -> SafeString:
    """Name the feeds of a page in its head, one for each format; `q` is what a search asks for."""
    names, query = {"rss": "RSS", "atom": "Atom", "json": "JSON"}, f"?{urlencode({'q': q})}" if q else ""
    return format_html_join(
        "\n",
        '<link rel="alternate" type="{}" title="{} ({})" href="{}">',
        ((kind, title, names[each], reverse(view, args=[*args, each]) + query) for each, kind in TYPES.items()),
    )


@register.filter
def tie(text: object) -> SafeString:
    """Set a text with unbreakable spaces where lines should not break."""
    return mark_safe(typography.tie(conditional_escape(str(text))))  # noqa: S308 - escaped just now


@register.filter
def marks(pieces: Iterable[Piece]) -> SafeString:
    """Set a text whose answering words are marked; everything in it is escaped."""
    told = format_html_join("", "{}", ((_marked(piece),) for piece in pieces))
    return mark_safe(typography.tie(told))  # noqa: S308 - escaped just now


def _marked(piece: Piece) -> SafeString | str:
    return format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text


@register.filter
def said(words: Words) -> SafeString:
    """Set a quotation: marks of its language, unbreakable spaces."""
    return tie(typography.quoted(words.text, words.language or language()))


@register.filter
def lang_mark(code: str) -> SafeString:
    """Mark a text that is in another language than the page: a `lang` attribute, or nothing."""
    return format_html(' lang="{}"', code) if code and code != language() else mark_safe("")


@register.filter
def number(count: float) -> str:
    """Write a number with its thousands set apart."""
    return typography.grouped(count)


@register.filter
def span(seconds: float) -> str:
    """Say a span of time: "1 min 34 s"."""
    return times.span(seconds).replace(" ", typography.NBSP)

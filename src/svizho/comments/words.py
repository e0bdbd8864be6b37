"""Reasons, bans and modes in the words of a page's language: the site and the desk call them the same."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext

from svizho.screening import Mode


def reason_words() -> Mapping[str, str]:
    """Name why a reader flags and why a moderator refuses."""
    return {
        "insult": pgettext("flag", "Insult"),
        "hate": pgettext("flag", "Hatred or threat"),
        "spam": pgettext("flag", "Advertising"),
        "false": pgettext("flag", "Untrue"),
        "private": pgettext("flag", "Somebody’s private data"),
        "off_topic": pgettext("flag", "Not about the story"),
        "other": pgettext("flag", "Something else"),
    }


def ban_words() -> Mapping[str, str]:
    """Name whom a ban is for."""
    return {
        "person": pgettext("ban", "one person"),
        "address": pgettext("ban", "one address"),
        "network": pgettext("ban", "a range of addresses"),
    }


def mode_words() -> Mapping[str, str]:
    """Name the modes of a thread, from the most trusting to none."""
    return {
        Mode.OPEN: pgettext("mode", "open"),
        Mode.FIRST: pgettext("mode", "first comments are looked at"),
        Mode.PREMODERATED: pgettext("mode", "every comment is looked at"),
        Mode.CLOSED: pgettext("mode", "closed"),
    }

"""The codes that tables hold, in the words of the desk."""

from __future__ import annotations

from django.utils.translation import pgettext


def in_words(code: str) -> str:
    """Name a state, a deed or a reason; a code without a name stands for itself."""
    return _reasons().get(code) or _states().get(code) or _deeds().get(code) or code


def _reasons() -> dict[str, str]:
    return {
        "insult": pgettext("flag", "Insult"),
        "hate": pgettext("flag", "Hatred or threat"),
        "spam": pgettext("flag", "Advertising"),
        "false": pgettext("flag", "Untrue"),
        "private": pgettext("flag", "Somebody’s private data"),
        "off_topic": pgettext("flag", "Not about the story"),
        "other": pgettext("flag", "Something else"),
        "person": pgettext("ban", "one person"),
        "address": pgettext("ban", "one address"),
        "network": pgettext("ban", "a range of addresses"),
        "flagged": pgettext("reason", "flags of readers"),
    }


def _states() -> dict[str, str]:
    return {
        "held": pgettext("state", "held"),
        "published": pgettext("state", "published"),
        "refused": pgettext("state", "refused"),
        "withdrawn": pgettext("state", "withdrawn"),
        "removed": pgettext("state", "taken down"),
    }


def _deeds() -> dict[str, str]:
    return {
        "settled": pgettext("deed", "flags looked at"),
        "banned": pgettext("deed", "banned"),
        "unbanned": pgettext("deed", "ban ended"),
        "mode": pgettext("deed", "mode changed"),
    }

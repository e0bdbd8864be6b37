"""The codes that tables hold, in the words of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import pgettext

from svizho.comments.words import ban_words, reason_words


def in_words(code: str) -> str:
    """Name a state, a deed or a reason; a code without a name stands for itself."""
    return _reasons().get(code) or _states().get(code) or _deeds().get(code) or code


def _reasons() -> Mapping[str, str]:
    return {**reason_words(), **ban_words(), "flagged": pgettext("reason", "flags of readers")}


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

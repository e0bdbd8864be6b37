"""Names of the languages that reports are written in, in the language of the page."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext, pgettext_lazy

from svizho.web.times import locale

# Short enough to stand in a line of figures. The English page uses the codes themselves.
SHORT = {
    "uk": pgettext_lazy("language, short", "uk"),
    "en": pgettext_lazy("language, short", "en"),
    "ru": pgettext_lazy("language, short", "ru"),
    "be": pgettext_lazy("language, short", "be"),
    "bg": pgettext_lazy("language, short", "bg"),
    "pl": pgettext_lazy("language, short", "pl"),
    "de": pgettext_lazy("language, short", "de"),
    "fr": pgettext_lazy("language, short", "fr"),
    "es": pgettext_lazy("language, short", "es"),
    "it": pgettext_lazy("language, short", "it"),
}
HEADINGS = {
    "uk": pgettext_lazy("language, heading", "In Ukrainian"),
    "en": pgettext_lazy("language, heading", "In English"),
    "ru": pgettext_lazy("language, heading", "In Russian"),
    "be": pgettext_lazy("language, heading", "In Belarusian"),
    "bg": pgettext_lazy("language, heading", "In Bulgarian"),
    "pl": pgettext_lazy("language, heading", "In Polish"),
    "de": pgettext_lazy("language, heading", "In German"),
    "fr": pgettext_lazy("language, heading", "In French"),
    "es": pgettext_lazy("language, heading", "In Spanish"),
    "it": pgettext_lazy("language, heading", "In Italian"),
}


def short_name(code: str) -> str:
    """Name a language in a few letters: "укр" on a Ukrainian page, "uk" on an English one."""
    return str(SHORT.get(code, code))


def full_name(code: str) -> str:
    """Name a language: "українська", "Ukrainian"; the code itself where nobody knows it."""
    try:
        return Locale.parse(code).get_display_name(locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def heading(code: str) -> str:
    """Head the reports written in a language: "Українською", "In Ukrainian"."""
    if code in HEADINGS:
        return str(HEADINGS[code])
    return full_name(code).capitalize() if code else gettext("Language not known")

"""Plain text: tidying, shortening, paragraphs, and the words that stand in an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

# What no reader sees and what harms: C0/C1 controls (PostgreSQL refuses NUL), soft hyphens, zero-width space
# and no-break, bidi embeddings, overrides and isolates ("Trojan source", CVE-2021-42574), lone surrogates
# (they cannot be written as UTF-8), interlinear and tag characters, noncharacters. Joiners (U+200C, U+200D)
# and left/right marks (U+200E, U+200F) stay: Persian, Hebrew and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
# Separators that are white space to Python and nothing to a browser.
_ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
# More marks than this on one letter are an attack on the line above ("zalgo"); Hebrew needs four.
_MOST_MARKS = 4
_MARK_RUN = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5,}"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")

ELLIPSIS = "…"


def visible(text: str) -> str:
    """Take out characters that nobody sees or that do harm, compose the rest (NFC); line ends stay."""
    text = unicodedata.normalize("NFC", _ODD_SPACE.sub(" ", _UNSEEN.sub("", text)))
    return _MARK_RUN.sub(lambda run: run[0][:_MOST_MARKS], text)


def tidy(text: str) -> str:
    """Make one clean line: NFC, no controls, NUL or bidi overrides, each run of white space one blank."""
    return " ".join(visible(text).split())


def number_of(text: str) -> int | None:
    """Read a number that a bigint holds, as a stranger wrote it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def paragraphs(text: str) -> tuple[str, ...]:
    """Part text into tidy, non-empty paragraphs: at blank lines or, where none are, at every line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n").replace("\u2028", "\n")
    parts = _BLANK_LINE.split(text.strip())
    if len(parts) == 1:
        parts = parts[0].split("\n")
    return tuple(tidied for part in parts if (tidied := tidy(part)))


def shorten(text: str, limit: int) -> str:
    """Cut to at most `limit` characters, after a word where one ends in the last third, with "…" when cut.

    The text is expected to be tidy; `limit` below 1 gives "".
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    # The ellipsis takes one place; a blank at that place means that the last word is whole.
    space = text.rfind(" ", 0, limit)
    head = text[:space] if space >= limit * 2 // 3 else text[: limit - 1]
    return head.rstrip(" ,;:–—-([{«“„\"'") + ELLIPSIS


# Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010, "On normalisation of transliteration".
_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "", "ʼ": "", "‘": "",
}  # fmt: skip
_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
# Letters of the neighbours that Ukrainian has not; then the Latin ones that do not fall apart under NFKD.
_OTHER = {
    "ё": "io", "ъ": "", "ы": "y", "э": "e", "ў": "u", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "џ": "dz", "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u",
    "ү": "u", "һ": "h", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "ı": "i", "ħ": "h", "ŋ": "n",
}  # fmt: skip
_RUSSIAN = {"г": "g", "и": "i"}
_SIGNS_OF_UKRAINIAN = frozenset("іїєґ")
_SIGNS_OF_RUSSIAN = frozenset("ыэёъ")
_APOSTROPHES = frozenset("'’ʼ‘")


def _latin(text: str) -> str:
    """Write lower-case Cyrillic (and most Latin) letters in ASCII; what has no such form is left as it is."""
    letters = set(text)
    russian = bool(letters & _SIGNS_OF_RUSSIAN) and not letters & _SIGNS_OF_UKRAINIAN
    inside_word = _UKRAINIAN | _OTHER | (_RUSSIAN if russian else {})
    at_start = inside_word | _WORD_START
    written: list[str] = []
    previous = " "
    # "зг" is zgh, so that it is not taken for "ж" (the resolution's note 1).
    for letter in text if russian else text.replace("зг", "zgh"):
        table = inside_word if previous.isalpha() or previous in _APOSTROPHES else at_start
        written.append(table.get(letter, letter))
        previous = letter
    return "".join(written)


def slug_of(text: str, limit: int = 60) -> str:
    """Write a title as the words of an address: ASCII, lower case, hyphens; Ukrainian by the KMU-2010 table.

    At most `limit` characters, cut at a word; never empty: "x" when nothing of the text can be written so.
    """
    # Only the first part can be seen in the slug: a title of a megabyte need not be transliterated.
    plain = unicodedata.normalize("NFKD", _latin(tidy(text[: limit * 8]).lower()))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    if len(slug) > limit:
        cut = slug[: limit + 1].rfind("-")
        slug = (slug[:cut] if cut > 0 else slug[:limit]).strip("-")
    return slug or "x"


def first_free(base: str, taken: Collection[str]) -> str:
    """Give `base`, or `base-2`, `base-3`, ...: the first that is not taken."""
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(name for name in numbered if name not in taken)

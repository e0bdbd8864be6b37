"""Fields that every format shares: text, links, people and pictures made fit to leave this room."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from svizho.kit.html import clean_html, html_to_text
from svizho.kit.text import shorten, tidy

# Limits of what is kept of one entry; real feeds stay far below, so nothing true is lost.
LONGEST_TITLE = 500
LONGEST_NAME = 200
LONGEST_ID = 1_000
LONGEST_URL = 2_000
LONGEST_DESCRIPTION = 2_000
MOST_CATEGORIES = 30
MOST_ENCLOSURES = 20

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\w{1,8}|\w{2,31});|<!--|<!\[")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MAILTO_REST = re.compile(r"^\s*(?:mailto:)?\s*|\(\s*\)|<\s*>|\[\s*\]")
# As clean_html writes it: attributes in double quotes.
_FIRST_PICTURE = re.compile(r"<img\b[^<>]*?\ssrc=\"(https?://[^\"<>]+)\"")
# XHTML closes an empty frame in its own tag; HTML would take all text after it for the inside of the frame.
_CLOSED_FRAME = re.compile(r"<(?:iframe|object|embed|video|audio|script|canvas)\b[^<>]*/>", re.I)
_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.I)


def plain(value: str, limit: int = LONGEST_TITLE) -> str:
    """Make one clean line of text or HTML, at most `limit` characters."""
    if ("<" in value or "&" in value) and _MARKUP.search(value):
        value = html_to_text(_CLOSED_FRAME.sub(" ", value))
    return shorten(tidy(value), limit)


def as_html(text: str) -> str:
    """Write plain text as HTML: escaped, one paragraph for each."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    if len(parts) < 2:
        return html.escape(text.strip(), quote=False)
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts)


def safe_html(value: str, base: str) -> str:
    """Make HTML safe to show, its links absolute against `base`."""
    if "<" not in value and "&" not in value:
        return tidy(value)
    return clean_html(_CLOSED_FRAME.sub("", value), base or None)


def web_address(value: object, base: str = "") -> str:
    """Say the absolute http(s) address; "" when it is none."""
    text = "".join(str(value or "").split())
    if not text:
        return ""
    try:
        joined = text if text.startswith(("http://", "https://")) else urljoin(base, text)
        parts = urlsplit(joined)
    except ValueError:
        return ""
    whole = parts.scheme in ("http", "https") and bool(parts.netloc)
    return joined if whole and len(joined) <= LONGEST_URL else ""


def identity(value: object) -> str:
    """Say an entry's identity on one line; one too long for a key is replaced by its hash."""
    text = tidy(str(value or ""))
    if len(text) <= LONGEST_ID:
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def person(value: str) -> str:
    """Say a person's name without the mail address: that is theirs to show."""
    return plain(_MAILTO_REST.sub("", _MAIL.sub("", value)).strip().removeprefix("(").removesuffix(")"), LONGEST_NAME)


def people(names: Iterable[str]) -> str:
    """Join the names of several authors, each once."""
    return shorten(", ".join(dict.fromkeys(name for name in map(person, names) if name)), LONGEST_NAME)


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """Keep each category once (whatever its case), in order, at most MOST_CATEGORIES."""
    seen: dict[str, str] = {}
    for label in labels:
        text = plain(label, LONGEST_NAME)
        if text:
            seen.setdefault(text.casefold(), text)
        if len(seen) == MOST_CATEGORIES:
            break
    return tuple(seen.values())


def whole_number(value: object) -> int:
    """Read a length in bytes; 0 when it is none (feeds write "", "unknown", "-1", "12 MB")."""
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def is_picture(kind: str, url: str) -> bool:
    """Tell whether a file is a picture by its type, or by its name where the type is not said."""
    return kind.startswith("image") or (not kind and bool(_PICTURE_NAME.search(url)))


def first_picture(*safe: str) -> str:
    """Say the address of the first picture in HTML that was made safe; "" when there is none."""
    for value in safe:
        match = _FIRST_PICTURE.search(value)
        if match is not None:
            return html.unescape(match[1])
    return ""

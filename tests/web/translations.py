"""Gathers the words of the site for translation and compiles them: `python -m tests.web.translations`."""

from __future__ import annotations

import io
import sys
from importlib.resources import files
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(str(files("svizho")))
SEARCHED = (PACKAGE / "comments", PACKAGE / "web", PACKAGE / "desk")

# As babel understands them: where the message, its plural and its context stand among the arguments.
KEYWORDS = {
    "gettext": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_lazy": None,
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_path(language: str) -> Path:
    """Say where a language's words are kept."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def source_of(path: Path) -> bytes:
    """Give what babel's Python reader can read: a module as it is, a template as Django turns it into calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    calls = templatize(text, origin=str(path))
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def gather() -> Catalog:
    """Gather every message of the code and the templates."""
    catalogue = Catalog(project="Svizho", charset="utf-8", fuzzy=False)
    paths = (path for folder in SEARCHED for path in sorted(folder.rglob("*")))
    for path in paths:
        if path.suffix in (".py", ".html", ".xml") and path.is_file():
            for _, message, _, context in extract("python", io.BytesIO(source_of(path)), keywords=KEYWORDS):
                catalogue.add(message, context=context, locations=[(path.relative_to(PACKAGE).as_posix(), 1)])
    return catalogue


def read(language: str) -> Catalog:
    """Read a language's words."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalogue: Catalog) -> bytes:
    """Compile words as Django reads them."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def renew(language: str) -> int:
    """Bring a language's words up to date with the code; says how many wait for a translator."""
    path, fresh = catalogue_path(language), gather()
    catalogue = read(language) if path.exists() else Catalog(locale=language, project="Svizho", fuzzy=False)
    catalogue.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(read(language)))
    return sum(1 for message in catalogue if message.id and not all(filled(message.string)))


def filled(string: str | tuple[str, ...] | list[str] | None) -> list[bool]:
    """Say for each form of a message whether it is translated."""
    return [bool(form) for form in (string if isinstance(string, (tuple, list)) else [string])]


if __name__ == "__main__":
    settings.configure()
    django.setup()
    for code in ("uk",):
        print(f"{code}: {renew(code)} messages wait for a translation", file=sys.stderr)

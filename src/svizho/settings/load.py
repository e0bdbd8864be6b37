"""Read `svizho.toml` and the environment into Settings, or say exactly what does not make sense."""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from svizho.errors import SettingsError
from svizho.settings.schema import (
    DEFAULT_SECTIONS,
    LANGUAGE,
    RESERVED_SLUGS,
    TABLES,
    Section,
    Settings,
    Words,
)

# A settings file is a page or two; anything much larger is some other file named by mistake.
LARGEST_FILE = 1_000_000
TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was found, for messages: a file and key, or an environment variable."""

    words: str

    def wrong(self, found: object, allowed: str) -> SettingsError:
        """Make the error that says what was found here and what is allowed."""
        return SettingsError(f"{self.words}: found {found!r}; allowed: {allowed}")


def find_file(environ: Mapping[str, str]) -> Path | None:
    """Say which settings file counts: the one `SVIZHO_CONFIG` names, else `./svizho.toml` if there."""
    named = environ.get("SVIZHO_CONFIG", "")
    if named:
        return Path(named)
    here = Path("svizho.toml")
    return here if here.is_file() else None


def load_settings(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read settings from the file at `path` (None: defaults only), then from `environ`, which wins.

    Raises SettingsError naming the file, the key, what was found and what is allowed.
    """
    document = read_document(path) if path else {}
    refuse_unknown(document, [*TABLES, "section"], f"{path}", "table")
    tables = {name: read_table(name, document.get(name, {}), path, environ) for name in TABLES}
    sections = read_sections(document.get("section"), path, environ)
    settings = Settings(**tables, sections=sections, origin=path)
    check_together(settings)
    return anchored(settings)


def read_document(path: Path) -> dict[str, Any]:
    """Parse the file; raises SettingsError when it is missing, too large or no TOML."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SettingsError(f"{path}: more than {LARGEST_FILE} bytes, so surely not a settings file")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from error


def refuse_unknown(found: Iterable[str], known: Iterable[str], where: str, what: str) -> None:
    """Raise SettingsError for the first name of `found` that is not `known`, with the likeliest one meant."""
    names = list(known)
    for name in found:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
            raise SettingsError(f"{where}: unknown {what} {name!r}; {meant}")


def read_table(name: str, found: Any, path: Path | None, environ: Mapping[str, str]) -> Any:
    """Read one table by its class in the schema."""
    if not isinstance(found, dict):
        raise Place(f"{path}: {name}").wrong(found, f"a table, written [{name}]")
    cls = TABLES[name]
    values = read_keys(cls, found, f"{path}: {name}.")
    values |= read_environment(cls, name, environ)
    values |= read_spoken_environment(cls, name, values, environ)
    return cls(**values)


def read_keys(cls: type[Any], found: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Turn the keys of one TOML table into checked arguments for `cls`."""
    hints = get_type_hints(cls)
    wordy = [each.name for each in fields(cls) if hints[each.name] is Words]
    spoken = {full: match for full in found if (match := spoken_key(full, wordy))}
    refuse_unknown((each for each in found if each not in spoken), hints, where.rstrip("."), "key")
    values: dict[str, Any] = {}
    for each in fields(cls):
        place = Place(where + each.name)
        if each.name in found:
            values[each.name] = checked(each, hints[each.name], found[each.name], place)
    for full, (plain, language) in spoken.items():
        told = checked_text(found[full], Place(where + full))
        before = values.get(plain) or first_words(cls, plain)
        values[plain] = replace(before, by_language=(*without(before, language), (language, told)))
    return values


def first_words(cls: type[Any], name: str) -> Words:
    """Give the default of a key of words."""
    default = next(each.default for each in fields(cls) if each.name == name)
    return default if isinstance(default, Words) else Words("")


def without(words: Words, language: str) -> tuple[tuple[str, str], ...]:
    """Give the per-language texts of `words` except that of `language`."""
    return tuple(pair for pair in words.by_language if pair[0] != language)


def spoken_key(name: str, wordy: Iterable[str]) -> tuple[str, str] | None:
    """Split `name_en` into (`name`, `en`) where `name` may be given per language."""
    plain, _, language = name.rpartition("_")
    return (plain, language) if plain in wordy and re.fullmatch(LANGUAGE, language) else None


def read_environment(cls: type[Any], table: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """Read the keys of one table that the environment sets; an empty variable counts as not set."""
    hints = get_type_hints(cls)
    values = {}
    for each in fields(cls):
        for variable in variables(table, each):
            if environ.get(variable, "").strip():
                value = from_text(environ[variable].strip(), hints[each.name], Place(variable))
                values[each.name] = checked(each, hints[each.name], value, Place(variable))
    return values


def read_spoken_environment(
    cls: type[Any], table: str, values: Mapping[str, Any], environ: Mapping[str, str]
) -> dict[str, Words]:
    """Read variables such as SVIZHO_SITE_NAME_EN, which set one language of a key of words."""
    hints = get_type_hints(cls)
    spoken: dict[str, Words] = {}
    for name in (each.name for each in fields(cls) if hints[each.name] is Words):
        pattern = re.compile(rf"SVIZHO_{table}_{name}_({LANGUAGE})".replace("[a-z]", "[A-Z]").upper())
        for variable in sorted(environ):
            if (match := pattern.fullmatch(variable)) and environ[variable].strip():
                before = spoken.get(name) or values.get(name) or first_words(cls, name)
                language = match[1].lower()
                told = checked_text(environ[variable].strip(), Place(variable))
                spoken[name] = replace(before, by_language=(*without(before, language), (language, told)))
    return spoken


def variables(table: str, each: Field[Any]) -> tuple[str, ...]:
    """Name the environment variables that set a key, the weakest first."""
    return (*each.metadata["environment"], f"SVIZHO_{table}_{each.name}".upper())


# Variables that are no keys: where settings lie, how to log, and what `svizho run` tells its children.
OTHER_VARIABLES = frozenset(
    {"SVIZHO_CONFIG", "SVIZHO_SECTIONS", "SVIZHO_LOG", "SVIZHO_LOG_FORMAT", "SVIZHO_PARENT", "SVIZHO_ROLE"}
)


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """List the variables that look like settings and set nothing; other programs may have put them there."""
    known = set(OTHER_VARIABLES)
    spoken = []
    for table, cls in TABLES.items():
        hints = get_type_hints(cls)
        for each in fields(cls):
            known |= set(variables(table, each))
            spoken += [f"{name}_" for name in variables(table, each) if hints[each.name] is Words]
    return sorted(
        name
        for name in environ
        if name.startswith("SVIZHO_") and name not in known and not name.startswith(tuple(spoken))
    )


def from_text(text: str, kind: Any, place: Place) -> Any:
    """Turn the text of an environment variable into the kind of value its key wants."""
    try:
        if kind is bool:
            return TRUTHS[text.lower()]
        if kind in (int, float):
            return kind(text)
    except (KeyError, ValueError):
        raise place.wrong(text, KINDS[kind]) from None
    if kind == tuple[str, ...]:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


KINDS: dict[Any, str] = {
    str: "a text in quotation marks",
    Words: "a text in quotation marks",
    Path: "a path in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple[str, ...]: 'a list of texts, such as ["one", "two"]',
}


def checked(each: Field[Any], kind: Any, found: Any, place: Place) -> Any:
    """Check one value against its key's kind and bounds and give it in its final form."""
    if kind is bool or isinstance(found, bool):
        if kind is not bool or not isinstance(found, bool):
            raise place.wrong(found, KINDS[kind])
        return found
    if kind in (int, float):
        return checked_number(each, kind, found, place)
    if kind == tuple[str, ...]:
        if not isinstance(found, list):
            raise place.wrong(found, KINDS[kind])
        return tuple(checked_shape(each, checked_text(one, place), place) for one in found)
    text = checked_shape(each, checked_text(found, place), place)
    if kind is Words:
        return Words(text)
    return Path(text).expanduser() if kind is Path else text


def checked_number(each: Field[Any], kind: Any, found: Any, place: Place) -> Any:
    """Check that a number is of its kind and within its bounds."""
    least, most = each.metadata["least"], each.metadata["most"]
    allowed = KINDS[kind] + (f" from {least:g} to {most:g}" if least is not None and most is not None else "")
    if not isinstance(found, int if kind is int else (int, float)):
        raise place.wrong(found, allowed)
    if (least is not None and not found >= least) or (most is not None and not found <= most):
        raise place.wrong(found, allowed)
    return kind(found)


def checked_text(found: Any, place: Place) -> str:
    """Check that a value is a text without control characters, at most 2,000 characters long."""
    if not isinstance(found, str):
        raise place.wrong(found, KINDS[str])
    if len(found) > 2000 or any(ord(char) < 32 or ord(char) == 127 for char in found):
        raise place.wrong(found[:60], "at most 2,000 characters on one line")
    return found


def checked_shape(each: Field[Any], text: str, place: Place) -> str:
    """Check a text against its key's choices or pattern."""
    facts = each.metadata
    if facts["choices"] and text not in facts["choices"]:
        near = difflib.get_close_matches(text, facts["choices"], n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise place.wrong(text, ", ".join(facts["choices"]) + hint)
    if facts["pattern"] and not re.fullmatch(facts["pattern"], text):
        shown = f"{len(text)} characters not repeated here" if facts["private"] else text
        raise place.wrong(shown, facts["shape"])
    return text


def read_sections(found: Any, path: Path | None, environ: Mapping[str, str]) -> tuple[Section, ...]:
    """Read `[[section]]`, or the defaults, kept and ordered as `SVIZHO_SECTIONS` says where it is set."""
    sections = DEFAULT_SECTIONS if found is None else written_sections(found, path)
    refuse_repeated([section.slug for section in sections], f"{path}: section.slug")
    wanted = environ.get("SVIZHO_SECTIONS", "").strip()
    if not wanted:
        return sections
    slugs = [slug.strip() for slug in wanted.split(",") if slug.strip()]
    by_slug = {section.slug: section for section in sections}
    refuse_unknown(slugs, by_slug, "SVIZHO_SECTIONS", "section")
    refuse_repeated(slugs, "SVIZHO_SECTIONS")
    return tuple(by_slug[slug] for slug in slugs)


def written_sections(found: Any, path: Path | None) -> tuple[Section, ...]:
    """Read the `[[section]]` tables; what a default section's table leaves out is taken from the default."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Place(f"{path}: section").wrong(found, "tables, each written [[section]]")
    return tuple(written_section(one, f"{path}: section[{number}].") for number, one in enumerate(found, 1))


def written_section(found: Mapping[str, Any], where: str) -> Section:
    """Read one `[[section]]` table."""
    values = read_keys(Section, found, where)
    slug = values.get("slug", "")
    if not slug:
        raise Place(where + "slug").wrong("", "a name for addresses: every section needs one")
    if slug in RESERVED_SLUGS or slug in ("uk", "en"):
        raise Place(where + "slug").wrong(slug, "a name that the site does not use itself")
    known = next((section for section in DEFAULT_SECTIONS if section.slug == slug), None)
    if known is None and not values.get("name", Words("")).default:
        raise Place(where + "name").wrong("", "a name: a section that is not one of the seven needs one")
    if known is None:
        return Section(**values)
    if "name" in values and not values["name"].default:
        values["name"] = replace(values["name"], default=known.name.default)
    return replace(known, **values)


def refuse_repeated(names: list[str], where: str) -> None:
    """Raise SettingsError when a name stands twice."""
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SettingsError(f"{where}: {twice!r} stands twice")


def check_together(settings: Settings) -> None:
    """Check what no single key can tell."""
    where = f"{settings.origin}: " if settings.origin else ""
    site, pacing = settings.site, settings.pacing
    for name, values in (("languages", site.languages), ("read_languages", site.read_languages)):
        if not values:
            raise Place(f"{where}site.{name}").wrong([], "at least one language")
        refuse_repeated(list(values), f"{where}site.{name}")
    if pacing.fastest_minutes > pacing.slowest_hours * 60:
        allowed = f"at most pacing.slowest_hours, which is {pacing.slowest_hours:g} h"
        raise Place(f"{where}pacing.fastest_minutes").wrong(pacing.fastest_minutes, allowed)
    for proxy in settings.web.trusted_proxies:
        check_network(proxy, Place(f"{where}web.trusted_proxies"))
    try:
        zoneinfo.ZoneInfo(site.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        allowed = "an IANA time zone such as Europe/Kyiv"
        raise Place(f"{where}site.timezone").wrong(site.timezone, allowed) from None


def check_network(text: str, place: Place) -> None:
    """Raise SettingsError unless the text is an address or a network."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise place.wrong(text, "an address or a network, such as 127.0.0.1 or 10.0.0.0/8") from error


def anchored(settings: Settings) -> Settings:
    """Make the data folder absolute, from the settings file's folder or the current one."""
    base = settings.origin.parent if settings.origin else Path()
    return replace(settings, data=replace(settings.data, folder=(base / settings.data.folder).absolute()))

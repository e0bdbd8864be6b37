"""The page about settings, written from the schema: `python -m svizho.settings.document > docs/settings.md`."""

from __future__ import annotations

import inspect
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, get_type_hints

from svizho.settings.load import KINDS, variables
from svizho.settings.schema import DEFAULT_SECTIONS, TABLES, Section, Words, table_names

HEAD = """# Settings

Everything an owner may change stands in one file, `svizho.toml`, in the folder where Svizho is started (or where
`SVIZHO_CONFIG` points). All of it is optional. Each key may also be set by an environment variable, which wins over
the file; a list is then written with commas, a truth as `true` or `false`, and an empty variable counts as not set.
A key that does not exist or a value that makes no sense stops Svizho with a line that says where and what is allowed.

```toml
[site]
name = "Наше місто"
name_en = "Our Town"
base_url = "https://news.example"

[[section]]
slug = "politics"

[[section]]
slug = "our-town"
name = "Місто"
name_en = "Town"

[sources]
excerpt_chars = 200
```

This page is written from `svizho/settings/schema.py`, and a test keeps it so.
"""

TAIL = """
## Besides

| Variable | Meaning |
|---|---|
| `SVIZHO_CONFIG` | The settings file, wherever it lies. |
| `SVIZHO_SECTIONS` | Slugs of sections with commas between: only these stand, in this order. |
| `SVIZHO_LOG` | How much is logged: `DEBUG`, `INFO` (default), `WARNING`. |
| `SVIZHO_LOG_FORMAT` | `terminal` or `json`; by default as stderr is a terminal or not. |
"""


def settings_page() -> str:
    """Write the whole page, in Markdown."""
    parts = [HEAD]
    for name in table_names():
        cls = TABLES.get(name, Section)
        title = f"[[{name}]]" if name == "section" else f"[{name}]"
        parts.append(f"\n## {title}\n\n{inspect.cleandoc(cls.__doc__ or '')}\n")
        parts.append("\n| Key | Kind | Default | Meaning |\n|---|---|---|---|\n")
        hints = get_type_hints(cls)
        parts += [row(name, each, hints[each.name]) for each in fields(cls)]
        parts.append(default_sections() if name == "section" else "")
    return "".join([*parts, TAIL])


def row(table: str, each: Field[Any], kind: Any) -> str:
    """Write the row of one key."""
    facts = each.metadata
    limits = f", {facts['least']:g} to {facts['most']:g}" if facts["least"] is not None else ""
    choices = ": " + ", ".join(f"`{choice}`" for choice in facts["choices"]) if facts["choices"] else ""
    shape = f" ({facts['shape']})" if facts["shape"] else ""
    others = "".join(f" Also set by `{name}`." for name in variables(table, each)[:-1])
    words = facts["words"] + others
    return f"| `{each.name}` | {KINDS[kind]}{limits}{choices}{shape} | {default(each)} | {words} |\n"


def default(each: Field[Any]) -> str:
    """Write a default as one would in the file."""
    value = each.default
    if isinstance(value, Words):
        spoken = [f"`{each.name}_{language}`: «{text}»" for language, text in value.by_language]
        return ", ".join([f"«{value}»" if value.default else "", *spoken]).strip(", ")
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{one}"' for one in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str | Path) else f"`{value:g}`"


def default_sections() -> str:
    """Write the sections that stand where the owner names none."""
    rows = [f"| `{one.slug}` | {one.name} | {one.name.to('en')} | {one.iptc} |\n" for one in DEFAULT_SECTIONS]
    return "\n| Default slug | Name | English name | IPTC |\n|---|---|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    print(settings_page(), end="")

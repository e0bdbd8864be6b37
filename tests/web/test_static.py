"""The sheet and the script: small, of one piece with the templates, and asking nobody else."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

WEB = Path(str(files("svizho.web")))
SHEET = (WEB / "static/svizho/site.css").read_text(encoding="utf-8")
SCRIPT = (WEB / "static/svizho/site.js").read_text(encoding="utf-8")
MINE = (WEB / "static/svizho/mine.js").read_text(encoding="utf-8")


def test_the_script_and_the_sheet_are_small() -> None:
    assert len(SCRIPT.encode()) <= 4352
    assert len(MINE.encode()) <= 3840
    assert len(SHEET.encode()) <= 21_504


def test_every_class_of_the_sheet_is_used() -> None:
    parts = [path.read_text(encoding="utf-8") for path in sorted((WEB / "templates").rglob("*.html"))]
    used = "".join([*parts, (WEB / "templatetags/news.py").read_text(encoding="utf-8"), SCRIPT, MINE])
    styled = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"url\([^)]*\)|[a-z]+\.md", "", SHEET)))
    made_of_two = {"dot--hour", "dot--old", "age--now", "age--hour", "age--old"}
    assert {name for name in styled - made_of_two if not re.search(rf"\b{re.escape(name)}\b", used)} == set()


def test_nothing_is_asked_of_strangers() -> None:
    assert re.findall(r"url\(([^)]*)\)", SHEET) == [
        f"fonts/brygada-{letters}.woff2" for letters in ("more", "cyrillic", "latin")
    ]
    for text in (SHEET, SCRIPT, MINE):
        assert "//" not in re.sub(r"(?m)^\s*//.*$|/\*.*?\*/", "", text)


def test_the_script_makes_no_markup_of_text() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", SCRIPT + MINE)


def test_the_fonts_come_with_their_licence() -> None:
    fonts = WEB / "static/svizho/fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8").upper()
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) < 40_000

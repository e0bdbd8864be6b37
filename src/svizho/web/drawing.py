"""Cards for links that are shared: a headline drawn as a picture, with our own typeface and nothing of anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

# What Facebook, X, Telegram and Viber all show uncut (1.91 to 1).
WIDTH, HEIGHT = 1200, 630
MARGIN = 72

PAPER, INK, SOFT, ACCENT = "#fbfcfa", "#101715", "#46514c", "#00694a"

# Sizes tried for a headline, the largest at which it stands between the section above and the name below.
SIZES, LINE_HEIGHT = (76, 66, 58, 50), 1.16
FIRST_LINE, LAST_LINE = 186, 490

# Which file holds a letter (static/svizho/site.css has the same ranges).
CYRILLIC = frozenset(chr(code) for code in range(0x401, 0x492)) | {"№", "\u0301"}
MORE = (frozenset(chr(code) for code in range(0xA1, 0x100)) | frozenset("ĂıŒœ")) - frozenset("§«\u00ad°·»")
LATIN = frozenset(chr(code) for code in range(0x20, 0x7F)) | frozenset("§«°·»\u00a0\u02bc–—‘’‚“”„•…€−")

Font = ImageFont.FreeTypeFont


@cache
def font(letters: str, size: int, weight: int) -> Font:
    """Load one file of the typeface in a size and weight."""
    path = files("svizho.web").joinpath(f"static/svizho/fonts/brygada-{letters}.woff2")
    made = ImageFont.truetype(BytesIO(path.read_bytes()), size)
    made.set_variation_by_axes([weight])
    return made


def file_of(letter: str) -> str:
    """Say which file draws a letter; "" for one that none of them has."""
    if letter in LATIN:
        return "latin"
    if letter in CYRILLIC:
        return "cyrillic"
    return "more" if letter in MORE else ""


def drawable(text: str) -> str:
    """Give a text in letters that can be drawn: "Ž" becomes "Z", what has no likeness is left out."""
    return "".join(letter if file_of(letter) else normalize("NFD", letter)[0] for letter in text)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Part a text by the file that draws it; letters that no file has are left out."""
    for letters, group in groupby(text, key=file_of):
        if letters:
            yield letters, "".join(group)


def width(text: str, size: int, weight: int) -> float:
    """Measure a text in pixels."""
    return sum(font(letters, size, weight).getlength(run) for letters, run in runs(text))


def draw_text(
    canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, weight: int, ink: str
) -> None:
    """Draw a text whose baseline begins at a point."""
    x, y = at
    for letters, run in runs(text):
        face = font(letters, size, weight)
        canvas.text((x, y), run, font=face, fill=ink, anchor="ls")
        x += face.getlength(run)


def lines_of(text: str, size: int, weight: int, room: float) -> list[str]:
    """Break a text into lines that have room; a word longer than a line is cut."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size, weight) > room:
            lines.append(line)
            line = word
        else:
            line = longer
        while width(line, size, weight) > room and len(line) > 1:
            part = max(1, int(len(line) * room / width(line, size, weight)) - 1)
            lines.append(line[:part])
            line = line[part:]
    return [*lines, line] if line else lines


def fitted(text: str, room: float) -> tuple[int, list[str]]:
    """Choose the size of a headline and break it; what finds no room ends with a "…"."""
    for size in SIZES:
        lines = lines_of(text, size, 600, room)
        most = int((LAST_LINE - FIRST_LINE) / (size * LINE_HEIGHT)) + 1
        if len(lines) <= most:
            return size, lines
    last = lines[most - 1]
    while width(f"{last}…", size, 600) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return size, [*lines[: most - 1], f"{last}…"]


def card(headline: str, *, kicker: str, name: str, foot: str) -> bytes:
    """Draw a card as PNG: a section above, the headline, the site's name and a line about the story below."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, WIDTH, 14), fill=ACCENT)
    draw_text(canvas, (MARGIN, 96), drawable(kicker), 34, 600, ACCENT)
    size, lines = fitted(drawable(headline), WIDTH - 2 * MARGIN)
    for number, line in enumerate(lines):
        draw_text(canvas, (MARGIN, FIRST_LINE + number * size * LINE_HEIGHT), line, size, 600, INK)
    canvas.ellipse((MARGIN, HEIGHT - 88, MARGIN + 28, HEIGHT - 60), fill=ACCENT)
    draw_text(canvas, (MARGIN + 44, HEIGHT - 60), drawable(name), 40, 600, INK)
    foot = drawable(foot)
    draw_text(canvas, (WIDTH - MARGIN - width(foot, 32, 400), HEIGHT - 60), foot, 32, 400, SOFT)
    out = BytesIO()
    # A palette of 32 keeps the edges of letters smooth and the file at a third of its size (16 to 25 KB).
    picture.quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()

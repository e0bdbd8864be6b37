"""Pictures become small copies of our own; what is no picture of the news, broken or a bomb is refused in words."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from svizho.errors import NotAPicture
from svizho.picturing import NARROW, WIDE, small_copies


def picture(width: int, height: int, form: str = "JPEG", mode: str = "RGB", **facts: object) -> bytes:
    out = io.BytesIO()
    Image.effect_mandelbrot((width, height), (-2, -1, 1, 1), 20).convert(mode).save(out, form, **facts)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body), formats=["WEBP"])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_usual_format_becomes_two_small_copies(form: str) -> None:
    mode = "P" if form == "GIF" else "RGB"
    copies = small_copies(picture(2000, 1000, form, mode))
    assert opened(copies.wide).size == (WIDE, WIDE // 2) == (copies.width, copies.height)
    assert opened(copies.narrow).size == (NARROW, NARROW // 2)


def test_a_small_picture_is_not_blown_up() -> None:
    copies = small_copies(picture(400, 300))
    assert opened(copies.wide).size == opened(copies.narrow).size == (400, 300)


def test_what_a_camera_wrote_down_is_left_behind_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Maker of cameras"
    copies = small_copies(picture(800, 400, exif=exif, comment=b"where I live"))
    assert opened(copies.wide).size == (400, 800)
    assert not opened(copies.wide).getexif()
    assert b"Maker" not in copies.wide + copies.narrow
    assert b"where I live" not in copies.wide + copies.narrow


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(out, "PNG")
    pixel = opened(small_copies(out.getvalue()).wide).convert("RGB").getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


@pytest.mark.parametrize(("width", "height"), [(1, 1), (200, 200), (240, 100), (1200, 200), (240, 1200)])
def test_logos_counters_and_banners_are_no_pictures_of_the_news(width: int, height: int) -> None:
    with pytest.raises(NotAPicture, match="too small or too narrow"):
        small_copies(picture(width, height, "PNG"))


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 60,000 by 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"GIF89a",
        SVG,
        b"<html>not found</html>",
        bomb(),
        picture(800, 600)[:3000],
        picture(800, 600, "TIFF"),
        b"%!PS",
    ],
    ids=["empty", "cut", "svg", "html", "bomb", "torn", "tiff", "postscript"],
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(NotAPicture):
        small_copies(body)


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_bytes_are_too_strange(noise: bytes, place: int) -> None:
    whole = picture(260, 200)
    with suppress(NotAPicture):
        small_copies(whole[:place] + noise + whole[place + len(noise) :])

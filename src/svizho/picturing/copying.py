"""Makes small copies of a publisher's picture; runs in a killable process, since decoders are attacked."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from svizho.errors import NotAPicture

# Pixels across: a column of a desk screen at double density, a phone's. More is seen by nobody in either.
WIDE, NARROW = 1280, 480

# What is smaller than this is a logo, a button or a counter of visits, not a picture of the news.
LEAST_WIDE, LEAST_HIGH = 240, 135
# Beyond this it is a banner or a column of them.
MOST_RATIO = 4.0
# Pixels that are decoded at most: a camera makes 24 million, a bomb of a few kilobytes any number.
MOST_PIXELS = 40_000_000

# Formats that are read. SVG is a program, not a picture; the rest of Pillow's decoders are old and little tested.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

# WebP at 72 looks like JPEG at 85 at two thirds of its bytes (developers.google.com/speed/webp/docs/webp_study).
QUALITY = 72


@dataclass(frozen=True, slots=True)
class Copies:
    """A picture twice, as WebP: at most WIDE and NARROW pixels across; `width` and `height` are those of `wide`."""

    wide: bytes
    narrow: bytes
    width: int
    height: int


def small_copies(body: bytes) -> Copies:
    """Decode a picture, turn it upright, drop everything but its pixels, and write it small; raises NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _upright(body)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("this is no picture that we read, or far too large a one") from error
    except (OSError, SyntaxError, ValueError, OverflowError, EOFError) as error:
        raise NotAPicture(f"the picture is broken: {error}") from error
    wide = _at_most(picture, WIDE)
    return Copies(_webp(wide), _webp(_at_most(picture, NARROW)), wide.width, wide.height)


def _upright(body: bytes) -> Image.Image:
    with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise NotAPicture(f"the picture is too large: {width} x {height} pixels")
        if width < LEAST_WIDE or height < LEAST_HIGH or not 1 / MOST_RATIO < width / height < MOST_RATIO:
            raise NotAPicture(f"too small or too narrow for a picture of the news: {width} x {height} pixels")
        # JPEG can be decoded at an eighth of its size, which spares most of the work.
        opened.draft("RGB", (2 * WIDE, 2 * WIDE))
        return _on_white(ImageOps.exif_transpose(opened))


def _on_white(picture: Image.Image) -> Image.Image:
    """Give the picture in plain colours; what was transparent is white, as on most pages that it was made for."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    ground = Image.new("RGB", clear.size, "white")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _at_most(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()

"""Photos as pages show them: addresses of our own copies, sizes, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from svizho.photos.models import Photo
from svizho.picturing import NARROW
from svizho.web.cards import language
from svizho.web.typography import outlet
from svizho.web.values import Outlet


@dataclass(frozen=True, slots=True)
class Figure:
    """A photo on a page: two copies with their widths, the size of the wide one in pixels, and whose it is."""

    wide: str
    narrow: str
    width: int
    height: int
    narrow_width: int
    outlet: Outlet


def figure_of(photo: Photo | None) -> Figure | None:
    """Make what a page shows of a photo."""
    if photo is None:
        return None
    source = photo.article.source
    return Figure(
        wide=reverse("photo", args=[photo.pk, photo.digest, "wide"]),
        narrow=reverse("photo", args=[photo.pk, photo.digest, "narrow"]),
        width=photo.width,
        height=photo.height,
        narrow_width=min(photo.width, NARROW),
        outlet=Outlet(outlet(source.name, language()), reverse("source", args=[source.slug])),
    )

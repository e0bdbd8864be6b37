"""What a link to a page shows where it is shared: title, line, picture; the same words for every network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language

from svizho.kit.text import shorten, tidy
from svizho.settings import site_settings

# Networks cut what is longer.
LONGEST_TITLE, LONGEST_LINE = 110, 200

# OpenGraph names a language with a country.
LOCALES = {"uk": "uk_UA", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Share:
    """What stands on the card of a shared link; `picture` is a whole address, `kind` a type of OpenGraph."""

    title: str
    line: str
    picture: str
    locale: str
    kind: str = "website"
    published_at: datetime | None = None
    changed_at: datetime | None = None


def share_of(
    title: str,
    line: str,
    *,
    picture: str = "",
    published_at: datetime | None = None,
    changed_at: datetime | None = None,
) -> Share:
    """Make what a link shows; without a `picture` (a path of ours) the site's own stands there."""
    path = picture or reverse("card")
    return Share(
        title=shorten(tidy(title), LONGEST_TITLE),
        line=shorten(tidy(line), LONGEST_LINE),
        picture=site_settings().site.base_url + path,
        locale=LOCALES.get(get_language() or "", get_language() or ""),
        kind="article" if published_at else "website",
        published_at=published_at,
        changed_at=changed_at,
    )

"""What comparing the claims of a story needs to know, in one query."""

from __future__ import annotations

from svizho.claims.models import Claim
from svizho.stories.models import Story

# A story with more claims than this is compared on its latest ones.
MOST_COMPARED = 400


def claims_of_story(story: Story) -> list[Claim]:
    """Give the claims of a story's articles with speaker, article and source, near copies left out, oldest first."""
    rows = (
        Claim.objects.filter(article__placement__story=story, article__placement__near_copy_of=None)
        .select_related("article__source", "speaker")
        .order_by("-article__happened_at", "-pk")[:MOST_COMPARED]
    )
    return list(rows)[::-1]

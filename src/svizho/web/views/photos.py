"""Small copies of publishers' pictures, sent from our own address: no reader meets a publisher's server unasked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from svizho.photos.queries import copy_of

# The digest in the address names the bytes, so they never change; a year is the longest that caches honour.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def photo(request: HttpRequest, number: int, digest: str, size: str) -> HttpResponse:
    """Send one copy (one query); 404 where it is gone, or its source allows pictures no more."""
    found = copy_of(number, digest, wide=size == "wide")
    if found is None:
        raise Http404(number)
    response = HttpResponse(found, content_type="image/webp")
    response["Cache-Control"] = FOR_EVER
    return response

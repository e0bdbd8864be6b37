"""Who may enter a view of the desk: each names the permission it needs, and a test of the house looks that it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from svizho.members.models import Member
from svizho.members.roles import PERMISSIONS, may

View = Callable[..., HttpResponseBase]

# Views that are entered without an account: signing in, and joining by invitation.
EVERYBODY = ""


def needs(permission: str) -> Callable[[View], View]:
    """Let only members with a permission see a view; strangers are led to the door, others refused (403).

    Whatever is shown is kept by nobody. Raises KeyError at import for a permission that is none.
    """
    if permission != EVERYBODY:
        PERMISSIONS[permission]

    def guarded(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission != EVERYBODY:
                user = request.user
                if not isinstance(user, Member):
                    return HttpResponseRedirect(reverse("desk-enter"))
                if not may(user, permission):
                    raise PermissionDenied
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
            return response

        answer.permission = permission  # type: ignore[attr-defined]
        return answer

    return guarded


def member_of(request: HttpRequest) -> Member:
    """Give the member who asks; only for views that `needs` guards."""
    return cast(Member, request.user)

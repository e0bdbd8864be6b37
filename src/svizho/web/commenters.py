"""Who writes a comment: the signed cookie by which a commenter is known again, and whether a request is ours."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from svizho.comments.actions import Person
from svizho.comments.keys import address_keys, new_person
from svizho.members.models import Member

COOKIE, SALT = "commenter", "web.commenter"

# Half a year: so long a person's first comment that was published speaks for the next.
KEPT_SECONDS = 180 * 86_400

# Comments that a cookie names; an edit window holds no more.
MOST_OWN = 20


@dataclass(frozen=True, slots=True)
class Commenter:
    """A browser that has written: the key of its person, and the numbers of its newest comments."""

    person: str
    own: tuple[int, ...] = ()


def commenter_of(request: HttpRequest) -> Commenter | None:
    """Read the cookie; None where there is none, or it was not signed by us."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
        return Commenter(str(told["p"])[:32], tuple(int(each) for each in told["c"][:MOST_OWN]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def person_of(request: HttpRequest) -> Person:
    """Say who sends a request: the member signed in, else the person of the cookie, else somebody new."""
    known = commenter_of(request)
    address, network = address_keys(request.META.get("REMOTE_ADDR", ""))
    user = request.user
    member = user if isinstance(user, Member) and user.is_active else None
    return Person(known.person if known else new_person(), address, network, member)


def remember(response: HttpResponse, request: HttpRequest, person: Person, comment: int) -> None:
    """Let the browser keep that a comment is its own. The cookie goes to no page but those about comments, so pages of
    news stay the same for everybody."""
    known = commenter_of(request)
    own = [comment, *(known.own if known else ())][:MOST_OWN]
    response.set_cookie(
        COOKIE,
        signing.dumps({"p": person.key, "c": own}, salt=SALT, compress=True),
        max_age=KEPT_SECONDS,
        path=reverse("comments"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sent_by_us(request: HttpRequest) -> bool:
    """Say whether a form was surely sent by a page of ours: the browser itself tells so, no page can make it lie.

    Sec-Fetch-Site counts where it is sent (all browsers since 2023), else Origin, else Referer. Without any of them
    nothing is sure, and the answer is no.
    """
    fetch = request.headers.get("Sec-Fetch-Site")
    if fetch is not None and fetch != "same-origin":
        return False
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if not told:
        return fetch == "same-origin"
    parts = urlsplit(told)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())

"""Into the desk and out of it: signing in with two keys, joining by invitation, one's own sessions."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from svizho.desk.permissions import EVERYBODY, member_of, needs
from svizho.errors import MemberError
from svizho.kit import clock
from svizho.members import actions
from svizho.members.queries import sittings_of
from svizho.members.totp import address_of, new_secret, step_of
from svizho.settings import site_settings

SALT = "desk.join"

# Seconds between seeing the second key and proving to have it.
MAY_TAKE = 3600


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@needs(EVERYBODY)
def enter(request: HttpRequest) -> HttpResponse:
    """Sign a member in; what was wrong is never told apart."""
    if request.method != "POST":
        return render(request, "desk/enter.html")
    told = {name: request.POST.get(name, "")[:200] for name in ("name", "password", "code")}
    address = request.META.get("REMOTE_ADDR", "")
    outcome = actions.enter(told["name"], told["password"], told["code"], address=address, now=clock.now())
    if outcome.member is None:
        words = (
            gettext("Too many tries. Please wait a quarter of an hour.")
            if outcome.locked
            else gettext("Name, password and code do not fit together.")
        )
        return render(request, "desk/enter.html", {"trouble": words}, status=429 if outcome.locked else 422)
    login(request, outcome.member, backend="django.contrib.auth.backends.ModelBackend")
    agent = request.headers.get("User-Agent", "")
    actions.begin_sitting(outcome.member, request.session.session_key or "", agent, now=clock.now())
    return HttpResponseRedirect(reverse("desk"))


@require_POST
@needs("account.own")
def leave(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return HttpResponseRedirect(reverse("desk-enter"))


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@needs(EVERYBODY)
def join(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Let somebody invited choose a password and take the second key."""
    member = actions.invited(number, token)
    if member is None:
        raise Http404("invitation")
    secret = _secret_of(request.POST.get("key", ""))
    trouble = ""
    if request.method == "POST" and secret:
        password, code = request.POST.get("password", "")[:200], request.POST.get("code", "")[:20]
        try:
            if step_of(secret, code, clock.now()) is None:
                raise MemberError(gettext("The code does not fit. Is the clock of the phone right?"))
            actions.join(member, token, password, secret, code, now=clock.now())
        except MemberError as error:
            trouble = str(error)
        else:
            return HttpResponseRedirect(reverse("desk-enter"))
    secret = secret or new_secret()
    context = {
        "member": member,
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "address": address_of(secret, name=member.username, site=site_settings().site.name.default),
        "key": signing.dumps(secret, salt=SALT),
        "trouble": trouble,
    }
    response = render(request, "desk/join.html", context, status=422 if trouble else 200)
    # The address of this page is a key: it goes to no other site. With "no-referrer" the form's origin would be "null".
    response["Referrer-Policy"] = "same-origin"
    return response


def _secret_of(signed: str) -> str:
    try:
        return str(signing.loads(signed, salt=SALT, max_age=MAY_TAKE))
    except signing.BadSignature:
        return ""


@require_safe
@needs("account.own")
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own sessions."""
    context = {"sittings": sittings_of(member_of(request)), "here": request.session.session_key}
    return render(request, "desk/account.html", context)


@require_POST
@needs("account.own")
def end_sitting(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions."""
    if not actions.end_sitting(member_of(request), number):
        raise Http404(number)
    return HttpResponseRedirect(reverse("desk-account"))

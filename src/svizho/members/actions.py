"""Writes of members: invited, joining, signing in with two keys, leaving; guessing is locked out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from svizho.errors import MemberError
from svizho.members.models import Member, Role, SignIn, Sitting
from svizho.members.totp import step_of

# Failed tries within a time that lock out: for a name from one address, for an address, and for a name from anywhere.
# The last is higher, so that a stranger cannot easily shut a member out (OWASP ASVS 4.0, 2.2.1, allows a hundred an
# hour for one account).
WITHIN, BY_BOTH, BY_ADDRESS, BY_NAME = timedelta(minutes=15), 5, 20, 25

NAME = re.compile(r"[\w.-]{2,40}")


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"members.{kind}", value.casefold(), algorithm="sha256").hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a try to sign in: the member, or none; `locked` says that nothing was looked at."""

    member: Member | None
    locked: bool = False


@transaction.atomic
def enter(name: str, password: str, code: str, *, address: str, now: datetime) -> Entered:
    """Check name, password and code together, and say only whether all three are right.

    Whoever fails too often is locked out by name and by address, whether or not there is such a member; a right code
    is taken once. The password is hashed for strangers too, so that time tells nothing.
    """
    tries = SignIn.objects.filter(at__gt=now - WITHIN)
    by_name, by_address = _key("name", name), _key("address", address)
    counts = tries.aggregate(
        both=Count("pk", Q(name=by_name, address=by_address)),
        address=Count("pk", Q(address=by_address)),
        name=Count("pk", Q(name=by_name)),
    )
    if counts["both"] >= BY_BOTH or counts["address"] >= BY_ADDRESS or counts["name"] >= BY_NAME:
        return Entered(None, locked=True)
    found = Member.objects.select_for_update().filter(username__iexact=name, is_active=True).first()
    right = check_password(password, found.password) if found else not make_password(password)
    step = step_of(found.totp_secret, code, now) if found else None
    if found is None or not right or step is None or step <= found.totp_step:
        SignIn.objects.create(name=by_name, address=by_address, at=now)
        return Entered(None)
    found.totp_step, found.last_login = step, now
    found.save(update_fields=["totp_step", "last_login"])
    SignIn.objects.filter(name=by_name, address=by_address).delete()
    return Entered(found)


def invite(name: str, role: str, *, shown_name: str = "") -> tuple[Member, str]:
    """Make an account that nobody can enter yet; gives it with the token by which its owner joins, once and within
    three days. Raises MemberError for a name that is taken or none, and for no such role."""
    if not NAME.fullmatch(name):
        raise MemberError("a name has 2 to 40 letters, digits, dots, hyphens or underscores")
    if role not in Role.values:
        raise MemberError(f"there is no role {role!r}; roles are {', '.join(Role.values)}")
    if Member.objects.filter(username__iexact=name).exists():
        raise MemberError(f"there is a member {name!r} already")
    member = Member(username=name, first_name=shown_name[:80], role=role)
    member.set_unusable_password()
    member.save()
    return member, default_token_generator.make_token(member)


def invite_again(name: str) -> tuple[Member, str]:
    """Let a member who lost a key join anew: the old keys end with the new ones. Raises MemberError for nobody."""
    member = Member.objects.filter(username__iexact=name).first()
    if member is None:
        raise MemberError(f"there is no member {name!r}")
    return member, default_token_generator.make_token(member)


def invited(number: int, token: str) -> Member | None:
    """Find the member whom a token invites; None when it is used, too old or not ours."""
    member = Member.objects.filter(pk=number, is_active=True).first()
    return member if member and default_token_generator.check_token(member, token) else None


@transaction.atomic
def join(member: Member, token: str, password: str, secret: str, code: str, *, now: datetime) -> None:
    """Give an invited member both keys, and end all former sessions; raises MemberError saying what is wrong."""
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if not default_token_generator.check_token(locked, token):
        raise MemberError("the invitation was used or is too old")
    try:
        validate_password(password, locked)
    except ValidationError as error:
        raise MemberError(" ".join(error.messages)) from error
    step = step_of(secret, code, now)
    if step is None:
        raise MemberError("the code does not fit; look whether the clock of the phone is right")
    locked.set_password(password)
    locked.totp_secret, locked.totp_step, locked.last_login = secret, step - 1, now
    locked.save()
    end_all(locked)


def begin_sitting(member: Member, session: str, agent: str, *, now: datetime) -> None:
    """Note a session that just began."""
    Sitting.objects.update_or_create(
        session=session, defaults={"member": member, "agent": agent[:200], "began_at": now}
    )


def end_sitting(member: Member, number: int) -> bool:
    """End one of a member's own sessions; says whether there was one."""
    sitting = Sitting.objects.filter(pk=number, member=member).first()
    if sitting is None:
        return False
    Session.objects.filter(session_key=sitting.session).delete()
    sitting.delete()
    return True


def end_all(member: Member) -> None:
    """End all sessions of a member."""
    keys = list(Sitting.objects.filter(member=member).values_list("session", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    Sitting.objects.filter(member=member).delete()


def change_role(name: str, role: str) -> Member:
    """Give a member another role, or none (`off`), which ends all sessions. Raises MemberError."""
    member = Member.objects.filter(username__iexact=name).first()
    if member is None or role not in (*Role.values, "off"):
        raise MemberError(f"no member {name!r}, or no role {role!r}; roles are {', '.join(Role.values)}, off")
    member.is_active = role != "off"
    member.role = role if role != "off" else Role.READER
    member.save(update_fields=["is_active", "role"])
    end_all(member)
    return member


def forget_tries(now: datetime) -> int:
    """Drop failed tries that no lockout counts any more; says how many."""
    return SignIn.objects.filter(at__lt=now - WITHIN).delete()[0]

"""Two keys, each code once; guessing is locked out; an invitation is used once."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from svizho.errors import MemberError
from svizho.members.actions import (
    BY_ADDRESS,
    BY_BOTH,
    Entered,
    change_role,
    enter,
    forget_tries,
    invite,
    invite_again,
    invited,
    join,
)
from svizho.members.models import Member, Role, SignIn
from svizho.members.totp import STEP, new_secret, step_of
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "довге-гасло-редакції"


def code(seconds: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))


@pytest.fixture
def anna() -> Member:
    member = Member.objects.create_user("Анна", password=PASSWORD, role=Role.MODERATOR)
    member.totp_secret = SECRET
    member.save()
    return member


def tried(name: str = "Анна", password: str = PASSWORD, told: str = "", *, later: int = 0, where: str = "a") -> Entered:
    return enter(name, password, told or code(later), address=where, now=NOW + timedelta(seconds=later))


def test_all_three_are_needed(anna: Member) -> None:
    assert tried(password="не те гасло").member is None
    assert tried(told="000000").member is None
    assert tried(name="Ганна").member is None
    assert tried(told=code(3600)).member is None
    assert tried(name="АННА").member == anna


def test_a_code_is_taken_once(anna: Member) -> None:
    assert tried().member == anna
    assert tried().member is None
    assert tried(told=code(-STEP)).member is None
    assert tried(later=STEP).member == anna


def test_clocks_may_differ_by_a_step(anna: Member) -> None:
    now = int(NOW.timestamp()) // STEP
    assert [step_of(SECRET, code(shift * STEP), NOW) for shift in (-2, -1, 0, 1, 2)] == [
        None, now - 1, now, now + 1, None,
    ]  # fmt: skip
    assert step_of(SECRET, f" {code()[:3]} {code()[3:]} ", NOW) == now
    assert step_of("", code(), NOW) is None
    assert step_of(SECRET, "одинадва", NOW) is None


def test_a_member_without_a_second_key_cannot_enter(anna: Member) -> None:
    Member.objects.update(totp_secret="")
    assert tried().member is None


def test_guessing_is_locked_out_and_says_nothing_of_who_exists(anna: Member) -> None:
    for name in ("Анна", "Ніхто"):
        for _ in range(BY_BOTH):
            assert tried(name, "не те") == Entered(None)
        assert tried(name, where="a") == Entered(None, locked=True)
    # From elsewhere the member still enters; and here, when the time is over.
    assert tried(where="b").member == anna
    assert tried(later=16 * 60).member == anna


def test_an_address_that_tries_many_names_is_locked_out(anna: Member) -> None:
    for number in range(BY_ADDRESS):
        tried(f"хтось{number}", where="злий")
    assert tried(where="злий").locked
    assert forget_tries(NOW + timedelta(minutes=16)) == BY_ADDRESS
    assert not SignIn.objects.exists()


def test_an_invitation_is_used_once(anna: Member) -> None:
    member, token = invite("стефа", "moderator", shown_name="Стефа Б.")
    assert (member.shown_name, member.has_usable_password()) == ("Стефа Б.", False)
    assert invited(member.pk, token) == member
    assert invited(anna.pk, token) is None
    assert invited(member.pk, token[:-1] + "x") is None
    for password, told in (("коротке", code()), (PASSWORD, "000000"), ("1234567890", code())):
        with pytest.raises(MemberError):
            join(member, token, password, SECRET, told, now=NOW)
    join(member, token, PASSWORD, SECRET, code(), now=NOW)
    assert invited(member.pk, token) is None
    with pytest.raises(MemberError):
        join(member, token, PASSWORD, SECRET, code(), now=NOW)
    assert tried("стефа").member == member


def test_accounts_that_are_none(anna: Member) -> None:
    for name, role in (("анна", "chief"), ("а", "chief"), ("<b>", "chief"), ("нова", "owner")):
        with pytest.raises(MemberError):
            invite(name, role)
    with pytest.raises(MemberError):
        invite_again("ніхто")
    assert change_role("анна", "off").is_active is False
    assert tried().member is None
    assert change_role("Анна", "editor").role == Role.EDITOR
    with pytest.raises(MemberError):
        change_role("Анна", "boss")


def test_a_new_invitation_lets_a_member_replace_both_keys(anna: Member) -> None:
    _, token = invite_again("Анна")
    fresh = new_secret()
    join(anna, token, "інше-довге-гасло", fresh, pyotp.TOTP(fresh).at(NOW), now=NOW)
    assert tried().member is None
    assert enter("Анна", "інше-довге-гасло", pyotp.TOTP(fresh).at(NOW), address="a", now=NOW).member == anna

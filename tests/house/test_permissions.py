"""Every view of the desk names the permission it needs; every other view changes nothing for strangers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from svizho.desk.permissions import EVERYBODY
from svizho.desk.urls import pages
from svizho.members.models import Member, Role
from svizho.members.roles import PERMISSIONS, may

# The only doors of the desk that open without an account.
OPEN = {"desk-enter", "desk-join"}

ARGUMENTS = {"number": 1, "token": "x"}


def address(name: str) -> str:
    pattern = next(each for each in pages if each.name == name)
    return reverse(name, kwargs={key: ARGUMENTS[key] for key in pattern.pattern.converters})


def test_every_view_names_a_permission_of_the_table() -> None:
    named = {str(each.name): getattr(each.callback, "permission", None) for each in pages}
    assert {name for name, permission in named.items() if permission == EVERYBODY} == OPEN
    assert {name: permission for name, permission in named.items() if permission not in (EVERYBODY, *PERMISSIONS)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(str(each.name) for each in pages))
def test_strangers_and_readers_stay_outside(name: str) -> None:
    permission = next(each.callback for each in pages if each.name == name).permission  # type: ignore[union-attr]
    for method in ("get", "post"):
        response = getattr(Client(), method)(address(name))
        if permission == EVERYBODY:
            assert response.status_code in (200, 404, 422)
        elif response.status_code != 405:
            assert response["Location"] == reverse("desk-enter")
    reader = Member.objects.create_user("читачка", role=Role.READER)
    client = Client()
    client.force_login(reader)
    if permission not in (EVERYBODY, "account.own"):
        assert {getattr(client, method)(address(name)).status_code for method in ("get", "post")} <= {403, 405}


def test_roles_grow() -> None:
    for permission, least in PERMISSIONS.items():
        allowed = [may(Member(role=role), permission) for role in Role]
        assert allowed == [role in list(Role)[list(Role).index(least) :] for role in Role]
        assert not may(Member(role=Role.CHIEF, is_active=False), permission)
    with pytest.raises(KeyError):
        may(Member(role=Role.CHIEF), "no.such")

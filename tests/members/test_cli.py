"""`svizho members`: what each deed prints."""

from __future__ import annotations

import argparse

import pytest

from svizho.cli.member_deeds import add_command, invite_command, list_command, role_command
from svizho.cli.members import ROLES, add_arguments
from svizho.members.actions import invited
from svizho.members.models import Member, Role

pytestmark = pytest.mark.django_db


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def test_a_link_to_join_by_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert add_command(parsed("add", "стефа", "--role", "editor", "--shown", "Стефа Б.")) == 0
    link = capsys.readouterr().out.splitlines()[1]
    number, token = link.split("/desk/join/")[1].split("/")
    member = Member.objects.get()
    assert (member.pk, member.role) == (int(number), Role.EDITOR)
    assert invited(member.pk, token) == member
    assert invite_command(parsed("invite", "СТЕФА")) == 0
    assert "/desk/join/" in capsys.readouterr().out


def test_roles_are_changed_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    add_command(parsed("add", "стефа"))
    role_command(parsed("role", "стефа", "off"))
    list_command(parsed("list"))
    assert capsys.readouterr().out.splitlines()[-1].split() == ["стефа", "off", "not", "joined", "yet"]
    assert not Member.objects.get().is_active


def test_the_command_knows_the_roles_of_the_table() -> None:
    assert tuple(Role.values) == ROLES

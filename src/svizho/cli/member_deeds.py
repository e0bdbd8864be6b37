"""What `svizho members` does: each deed prints what it did in a sentence."""

from __future__ import annotations

import argparse

from django.urls import reverse
from rich.console import Console

from svizho.members.actions import change_role, invite, invite_again
from svizho.members.models import Member
from svizho.members.queries import members
from svizho.settings import site_settings

console = Console()


def add_command(args: argparse.Namespace) -> int:
    """Make an account and print the link by which its owner joins."""
    return _printed(*invite(args.name, args.role, shown_name=args.shown))


def invite_command(args: argparse.Namespace) -> int:
    """Print a new link for a member."""
    return _printed(*invite_again(args.name))


def _printed(member: Member, token: str) -> int:
    link = site_settings().site.base_url + reverse("desk-join", args=[member.pk, token])
    console.print(f"{member.username} ({member.role}) joins by this link, once and within three days:")
    console.print(link, soft_wrap=True, highlight=False)
    return 0


def role_command(args: argparse.Namespace) -> int:
    """Change a member's role."""
    member = change_role(args.name, args.role)
    console.print(f"{member.username}: {args.role}; all sessions ended")
    return 0


def list_command(_args: argparse.Namespace) -> int:
    """List all members."""
    for member in members():
        keys = "two keys" if member.totp_secret else "not joined yet"
        console.print(
            f"{member.username}\t{member.role if member.is_active else 'off'}\t{keys}", highlight=False, soft_wrap=True
        )
    return 0

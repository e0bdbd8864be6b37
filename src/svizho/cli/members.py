"""`svizho members`: who works at the desk."""

from __future__ import annotations

import argparse

# As members.models.Role has them; the models cannot be imported before Django is set up.
ROLES = ("reader", "moderator", "editor", "chief")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    add = deeds.add_parser("add", help="make an account; prints the link by which its owner joins")
    add.add_argument("name", help="the name to sign in with")
    add.add_argument("--role", default="moderator", choices=ROLES, help="what the member may do (moderator)")
    add.add_argument("--shown", default="", metavar="NAME", help="the name that readers see, if it is another")
    again = deeds.add_parser("invite", help="print a new link for a member who lost a key; the old keys end with it")
    again.add_argument("name")
    role = deeds.add_parser("role", help="change what a member may do; `off` closes the account")
    role.add_argument("name")
    role.add_argument("role", choices=(*ROLES, "off"))
    deeds.add_parser("list", help="list all members")


def main(args: argparse.Namespace) -> int:
    """Do one deed; Django is set up by the time this is called."""
    from svizho.cli import member_deeds

    deed = getattr(member_deeds, f"{args.deed}_command")
    return int(deed(args))

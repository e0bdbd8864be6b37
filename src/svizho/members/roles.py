"""What members may do, by their role; the one table that every view of the desk is checked against."""

from __future__ import annotations

from svizho.members.models import Member, Role

# Permission -> the least role that has it.
PERMISSIONS = {
    "comments.trusted": Role.MODERATOR,
    "comments.moderate": Role.MODERATOR,
    "comments.ban": Role.MODERATOR,
    "threads.mode": Role.EDITOR,
    "desk.enter": Role.MODERATOR,
    "account.own": Role.READER,
    "members.manage": Role.CHIEF,
}

_ORDER = list(Role)


def may(member: Member, permission: str) -> bool:
    """Say whether a member may do something. Raises KeyError for a permission that the table does not know."""
    least = PERMISSIONS[permission]
    return member.is_active and _ORDER.index(Role(member.role)) >= _ORDER.index(least)

"""Tables of members."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a member may do, each more than the one before."""

    READER = "reader"
    MODERATOR = "moderator"
    EDITOR = "editor"
    CHIEF = "chief"


class Member(AbstractUser):
    """A person with an account."""

    role = models.CharField(max_length=12, choices=Role.choices, default=Role.READER)

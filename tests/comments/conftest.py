"""What the tests of comments share: a story to talk about, and somebody who talks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from svizho.comments.actions import Outcome, Person, Saying, say
from svizho.comments.keys import address_keys
from svizho.members.models import Member, Role
from svizho.stories.models import Story
from tests.factories import NOW, make_article, make_story

Say = Callable[..., Outcome]

HONEST = "Живу за два квартали. Вибухів було чотири, але хто їх рахував точно?"


@pytest.fixture
def story() -> Story:
    return make_story([make_article(title="Порт Білоплава знову приймає судна"), make_article()])


def reader(name: str = "мотря", address: str = "203.0.113.7", member: Member | None = None) -> Person:
    return Person(name.encode().hex()[:32].ljust(32, "0"), *address_keys(address), member)


@pytest.fixture
def tell(story: Story) -> Say:
    def told(text: str = HONEST, person: Person | None = None, *, now: datetime = NOW, **facts: Any) -> Outcome:
        wanted = {"story": story.pk, "name": "Мотря", "text": text, "language": "uk"} | facts
        return say(Saying(**wanted), person or reader(), now=now)

    return told


def make_member(name: str = "solomiia", role: Role = Role.MODERATOR, **facts: Any) -> Member:
    return Member.objects.create_user(name, password="дуже-довге-гасло-1", role=role, **facts)

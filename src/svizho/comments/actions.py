"""Writes of comments by readers: saying, changing, withdrawing, flagging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count, Q

from svizho.comments.keys import text_key
from svizho.comments.markup import render, tidy_text
from svizho.comments.models import Ban, Comment, Deed, Flag, FlagReason, LogEntry, State, Thread
from svizho.comments.rules import rules_for
from svizho.errors import CommentError
from svizho.kit.text import tidy
from svizho.members.models import Member
from svizho.members.roles import may
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.screening import Author, Decision, Draft, Look, Recent, Rules, Verdict, screen
from svizho.settings import site_settings
from svizho.stories.models import Story

# Flags by different people that take a comment off the page until a moderator looks.
FLAGS_HOLD = 3

# A text that comes again within this time is counted; so long a seller's round lasts.
SAME_TEXT_WITHIN = timedelta(days=1)

_STATES = {Decision.PUBLISH: State.PUBLISHED, Decision.HOLD: State.HELD, Decision.REFUSE: State.REFUSED}


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: keyed hashes (keys.py), and the member if one is signed in."""

    key: str
    address: str
    network: str
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """A comment as it was sent; everything in it is a stranger's word."""

    story: int
    name: str
    text: str
    language: str
    parent: int | None = None
    article: int | None = None
    trap: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a saying: the verdict, and the comment unless it was refused at the door."""

    verdict: Verdict
    comment: Comment | None


@transaction.atomic
def say(saying: Saying, person: Person, *, now: datetime) -> Outcome:
    """Screen a comment and keep it unless it is refused; what is published is announced.

    Of one person and of one address one at a time is screened, so that a flood counts itself. Raises CommentError
    where there is no such story.
    """
    _one_at_a_time(person)
    thread = _thread(saying.story)
    draft = Draft(_name(saying, person), tidy_text(saying.text), saying.trap.strip(), saying.seconds)
    verdict = _screened(draft, person, thread, rules_for(thread, now), now)
    if verdict.decision == Decision.REFUSE:
        return Outcome(verdict, None)
    comment = Comment.objects.create(
        thread=thread,
        home=thread,
        parent=_parent(saying.parent, thread),
        article=saying.article,
        member=person.member,
        name=draft.name,
        text=draft.text,
        html=render(draft.text),
        language=saying.language,
        person=person.key,
        address=person.address,
        network=person.network,
        text_key=text_key(draft.text),
        state=_STATES[verdict.decision],
        at=now,
        verdict=verdict.to_json(),
        phase=verdict.phase,
        code=verdict.code,
    )
    if comment.state == State.PUBLISHED:
        tell_of(comment, now)
    return Outcome(verdict, comment)


def _one_at_a_time(person: Person) -> None:
    """Hold a lock on the person, then on the address, until the transaction ends."""
    with connection.cursor() as cursor:
        for key in (person.key, person.address):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7216))", [f"comment {key}"])


def _name(saying: Saying, person: Person) -> str:
    return tidy(person.member.shown_name if person.member else saying.name)[:80]


def _thread(story: int) -> Thread:
    found = Thread.objects.select_related("story").filter(story_id=story).first()
    if found is not None:
        return found
    if not Story.objects.filter(pk=story, state="published").exists():
        raise CommentError("there is no such story to talk about")
    made, _ = Thread.objects.get_or_create(story_id=story)
    return made


def _parent(number: int | None, thread: Thread) -> Comment | None:
    """Find the comment that is answered; only what the public sees can be."""
    return Comment.objects.filter(pk=number, thread=thread, state=State.PUBLISHED).first() if number else None


def _screened(
    draft: Draft, person: Person, thread: Thread, rules: Rules, now: datetime, *, but: int | None = None
) -> Verdict:
    """Ask screening, having looked up all it wants to know (three queries); `but` is the comment being changed."""
    return screen(draft, _author(person, now), _recent(draft, person, thread, rules, now, but), rules)


def _author(person: Person, now: datetime) -> Author:
    ban = Ban.objects.filter(key__in=[person.key, person.address, person.network], until__gt=now).exclude(key="")
    who = Q(person=person.key) | (Q(member=person.member) if person.member else Q(pk=None))
    counts = Comment.objects.filter(who).aggregate(
        published=Count("pk", Q(state=State.PUBLISHED)),
        refused=Count("pk", Q(state__in=[State.REFUSED, State.REMOVED])),
    )
    banned = ban.values_list("reason", flat=True).first()
    trusted = person.member is not None and may(person.member, "comments.trusted")
    return Author(counts["published"], counts["refused"], trusted, banned or "")


def _recent(draft: Draft, person: Person, thread: Thread, rules: Rules, now: datetime, but: int | None) -> Recent:
    text, since = text_key(draft.text), now - timedelta(minutes=rules.rate_minutes)
    address = Q(address=person.address) if person.address else Q(pk=None)
    same = Q(text_key=text)
    found = Comment.objects.filter(
        Q(at__gte=since) & (Q(person=person.key) | address | Q(thread=thread))
        | same & (Q(at__gte=now - SAME_TEXT_WITHIN) | Q(person=person.key, thread=thread))
    )
    if but is not None:
        found = found.exclude(pk=but)
    counts = found.aggregate(
        by_person=Count("pk", Q(at__gte=since, person=person.key)),
        by_address=Count("pk", Q(at__gte=since) & address),
        in_thread=Count("pk", Q(at__gte=since, thread=thread)),
        said_before=Count("pk", same & Q(person=person.key, thread=thread) & ~Q(state=State.WITHDRAWN)),
        same_text=Count("pk", same & Q(at__gte=now - SAME_TEXT_WITHIN)),
    )
    # Short texts are honest repetitions: «Дякую!», "+1".
    many = counts["same_text"] if len(draft.text) >= 25 else 0
    return Recent(counts["by_person"], counts["by_address"], counts["in_thread"], bool(counts["said_before"]), many)


def tell_of(comment: Comment, now: datetime) -> None:
    """Announce that a story's talk changed: to its own readers and pages; no section changes by it."""
    announce(UpdateKind.STORY_TALK, now=now, story_id=comment.thread.story_id)


def may_change(comment: Comment, now: datetime) -> bool:
    """Say whether its author may still change a comment."""
    window = timedelta(minutes=site_settings().comments.edit_minutes)
    return comment.state in (State.HELD, State.PUBLISHED) and now - comment.at <= window


@transaction.atomic
def change(comment: Comment, text: str, person: Person, *, now: datetime) -> Outcome:
    """Change a comment within its window; it is screened anew, and what a moderator held stays held.

    Raises CommentError when the window has passed. A refused change leaves the comment as it was.
    """
    _one_at_a_time(person)
    comment = Comment.objects.select_for_update(of=("self",)).select_related("thread__story").get(pk=comment.pk)
    if not may_change(comment, now):
        raise CommentError("the time to change this comment has passed")
    draft = Draft(comment.name, tidy_text(text))
    verdict = _screened(draft, person, comment.thread, rules_for(comment.thread, now), now, but=comment.pk)
    if verdict.decision == Decision.REFUSE:
        return Outcome(verdict, None)
    was = State(comment.state)
    comment.text, comment.html, comment.text_key = draft.text, render(draft.text), text_key(draft.text)
    comment.edited_at = now
    if was == State.PUBLISHED:
        # Published by screening or a moderator: only what would be held for its words is held now.
        comment.state = State.PUBLISHED if verdict.phase in ("newcomer", "rate") else _STATES[verdict.decision]
    if comment.state == State.HELD:
        comment.verdict, comment.phase, comment.code = verdict.to_json(), verdict.phase, verdict.code
    comment.save()
    if State.PUBLISHED in (was, comment.state):
        tell_of(comment, now)
    return Outcome(verdict, comment)


@transaction.atomic
def withdraw(comment: Comment, *, now: datetime) -> None:
    """Take a comment back, as its author asks: name and words are erased; its replies stay. Raises CommentError when
    the desk has it refused or removed, which is a record of its own."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("thread__story").get(pk=comment.pk)
    if comment.state not in (State.HELD, State.PUBLISHED):
        raise CommentError("this comment cannot be withdrawn any more")
    seen = comment.state == State.PUBLISHED
    comment.name = comment.text = comment.html = ""
    comment.state, comment.edited_at, comment.verdict = State.WITHDRAWN, now, Verdict(Decision.HOLD, ()).to_json()
    comment.save()
    if seen:
        tell_of(comment, now)


@transaction.atomic
def flag(comment: Comment, reason: FlagReason, words: str, person: Person, *, now: datetime) -> bool:
    """Ask for a moderator; says False when this person did before. FLAGS_HOLD people take a comment off the page until
    it is looked at, unless a moderator already said that it may stand."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("thread__story").get(pk=comment.pk)
    key = person.address or person.key
    made = Flag.objects.get_or_create(
        comment=comment, person=key, defaults={"reason": reason, "words": tidy(words)[:500], "at": now}
    )[1]
    if not made or comment.state not in (State.PUBLISHED, State.HELD):
        return made
    comment.flags += 1
    if comment.flags >= FLAGS_HOLD and comment.state == State.PUBLISHED and comment.decided_at is None:
        look = Look("flags", Decision.HOLD, "flagged", {"flags": comment.flags})
        before = Verdict.from_json(comment.verdict)
        comment.state, comment.phase, comment.code = State.HELD, look.phase, look.code
        comment.verdict = Verdict(Decision.HOLD, (*before.looks, look)).to_json()
        LogEntry.objects.create(
            deed=Deed.HELD, comment=comment, story=comment.thread.story, reason="flagged", before="published", at=now
        )
        tell_of(comment, now)
    comment.save()
    return made

"""The order of screening, written once: each phase may decide, the first that does wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from svizho.screening.memory import spam_score
from svizho.screening.modes import Mode
from svizho.screening.noise import noise_in
from svizho.screening.values import Author, Decision, Draft, Look, Recent, Rules, Verdict

_LINK = re.compile(
    r"(?i)\bhttps?://|\bwww\.|\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|ru|su|top|xyz|online|site|shop|club)\b"
)
_LINKS_AND_SIGNS = re.compile(r"(?i)https?://\S+|www\.\S+|\W+")

# Names under which only the desk may speak.
_OFFICES = re.compile(
    r"(?i)\b(?:адмін\w*|admin\w*|модератор\w*|moderator\w*|редакці\w*|редакц\w*|editor\w*|svizho|свіжо)\b"
)

HOLD, REFUSE, PUBLISH = Decision.HOLD, Decision.REFUSE, Decision.PUBLISH


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a phase may look at."""

    draft: Draft
    author: Author
    recent: Recent
    rules: Rules


Phase = Callable[[Case], Look]


def closed(case: Case) -> Look:
    """Refuse where nobody may write any more."""
    if case.rules.mode == Mode.CLOSED and not case.author.trusted:
        return Look("closed", REFUSE, "closed")
    return Look("closed")


def length(case: Case) -> Look:
    """Refuse what is empty or too long, and a name that is none."""
    draft, rules = case.draft, case.rules
    facts = {"chars": len(draft.text), "most": rules.most_chars}
    if not draft.text or not any(char.isalnum() for char in draft.text):
        return Look("length", REFUSE, "empty", facts)
    if len(draft.text) > rules.most_chars:
        return Look("length", REFUSE, "too_long", facts)
    if not any(char.isalnum() for char in draft.name) or len(draft.name) > rules.most_name:
        return Look("length", REFUSE, "name", {"most": rules.most_name})
    return Look("length", facts=facts)


def banned_author(case: Case) -> Look:
    """Refuse whom the desk has banned."""
    return Look("ban", REFUSE, "banned", {"reason": case.author.banned}) if case.author.banned else Look("ban")


def trusted(case: Case) -> Look:
    """Publish what the desk itself writes."""
    return Look("desk", PUBLISH, "desk") if case.author.trusted else Look("desk")


def traps(case: Case) -> Look:
    """Hold what fills the field that nobody sees, or is written faster than anybody types."""
    if case.draft.trap:
        return Look("traps", HOLD, "honeypot", {"filled": case.draft.trap[:80]})
    seconds = case.draft.seconds
    if seconds is not None and seconds < case.rules.least_seconds:
        return Look("traps", HOLD, "too_fast", {"seconds": round(seconds, 1)})
    return Look("traps", facts={"seconds": round(seconds, 1)} if seconds is not None else {})


def repeated(case: Case) -> Look:
    """Refuse what the same person said here before; hold what many have sent."""
    facts = {"times": case.recent.same_text}
    if case.recent.said_before:
        return Look("repeated", REFUSE, "said_before", facts)
    if case.recent.same_text >= case.rules.same_texts:
        return Look("repeated", HOLD, "same_text", facts)
    return Look("repeated", facts=facts)


def rate(case: Case) -> Look:
    """Hold what comes too fast from a person or an address, or into one thread; refuse a flood."""
    recent, rules = case.recent, case.rules
    facts = {"person": recent.by_person, "address": recent.by_address, "thread": recent.in_thread}
    facts["minutes"] = rules.rate_minutes
    if max(recent.by_person, recent.by_address) >= rules.flood:
        return Look("rate", REFUSE, "flood", facts)
    if recent.by_person >= rules.person_rate:
        return Look("rate", HOLD, "person_rate", facts)
    if recent.by_address >= rules.address_rate:
        return Look("rate", HOLD, "address_rate", facts)
    if recent.in_thread >= rules.thread_rate:
        return Look("rate", HOLD, "thread_rate", facts)
    return Look("rate", facts=facts)


def links(case: Case) -> Look:
    """Hold several links, a link alone, and a link in a name; refuse a list of them."""
    text, found = case.draft.text, len(_LINK.findall(case.draft.text))
    facts = {"links": found}
    if found >= case.rules.refused_links:
        return Look("links", REFUSE, "many_links", facts)
    if found >= case.rules.held_links:
        return Look("links", HOLD, "links", facts)
    if _LINK.search(case.draft.name):
        return Look("links", HOLD, "link_in_name", facts)
    if found and not _LINKS_AND_SIGNS.sub("", text):
        return Look("links", HOLD, "link_alone", facts)
    return Look("links", facts=facts)


def words(case: Case) -> Look:
    """Refuse banned words, hold suspect ones and names of offices, however they are disguised."""
    said = f"{case.draft.name}\n{case.draft.text}"
    if entry := case.rules.banned.find(said):
        return Look("words", REFUSE, "banned_word", {"word": entry})
    if entry := case.rules.suspect.find(said):
        return Look("words", HOLD, "suspect_word", {"word": entry})
    if _OFFICES.search(case.draft.name):
        return Look("words", HOLD, "office", {"name": case.draft.name})
    return Look("words")


def history(case: Case) -> Look:
    """Hold the comments of a person who was refused often, and oftener than published."""
    facts = {"published": case.author.published, "refused": case.author.refused}
    refused = case.author.refused
    if refused >= case.rules.refusals and refused > case.author.published:
        return Look("history", HOLD, "refused_often", facts)
    return Look("history", facts=facts)


def noise(case: Case) -> Look:
    """Hold what says nothing in any language."""
    found = noise_in(case.draft.text)
    return Look("noise", HOLD, "noise", {"kind": found}) if found else Look("noise")


def spam(case: Case) -> Look:
    """Hold what is like the comments that moderators refused."""
    score = spam_score(case.rules.memory, case.draft.text)
    facts = {} if score is None else {"score": round(score, 3)}
    return (
        Look("spam", HOLD, "like_spam", facts) if (score or 0.0) >= case.rules.spam_from else Look("spam", facts=facts)
    )


def newcomer(case: Case) -> Look:
    """Hold what the thread's mode wants looked at: everything, or the first comment of a person."""
    if case.rules.mode == Mode.PREMODERATED:
        return Look("newcomer", HOLD, "premoderated")
    if case.rules.mode == Mode.FIRST and not case.author.published:
        return Look("newcomer", HOLD, "first")
    return Look("newcomer", facts={"published": case.author.published})


# What refuses for good comes first; what the desk must know of a text (words, noise, likeness to spam) comes before
# what only says that its author is new, so that the queue shows the weightier reason.
PHASES: tuple[Phase, ...] = (
    closed, length, banned_author, trusted, traps, repeated, rate, links, words, history, noise, spam, newcomer,
)  # fmt: skip


def screen(draft: Draft, author: Author, recent: Recent, rules: Rules) -> Verdict:
    """Judge a comment: the first phase that decides wins; where none does, it is published."""
    case = Case(draft, author, recent, rules)
    looks: list[Look] = []
    for phase in PHASES:
        looks.append(phase(case))
        if looks[-1].decision:
            return Verdict(Decision(looks[-1].decision), tuple(looks))
    return Verdict(PUBLISH, (*looks, Look("passed", PUBLISH, "passed")))

"""By what this site screens: its settings, the word lists, what its moderators have taught."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from svizho.comments.models import SpamMemory, Thread
from svizho.screening import Memory, Mode, Rules, Talk, WordList, bundled_words, mode_of
from svizho.settings import Settings, site_settings
from svizho.stories.models import Story


def talk_of(settings: Settings) -> Talk:
    """Read what the settings say of modes."""
    told = settings.comments
    sections: Mapping[str, Mode] = {
        slug: Mode(mode) for slug, _, mode in (each.partition("=") for each in told.section_modes)
    }
    return Talk(Mode(told.mode), sections, told.close_after_days)


def mode_now(story: Story, thread_mode: str, now: datetime) -> Mode:
    """Say in which mode a story's thread is."""
    talk = talk_of(site_settings())
    return mode_of(talk, story=thread_mode, sections=story.sections, last_at=story.last_at, now=now)


@lru_cache(maxsize=4)
def _list(name: str, own: tuple[str, ...]) -> WordList:
    return bundled_words(name).with_entries(own)


def memory() -> Memory:
    """Read what the spam score has learned (one query)."""
    row = SpamMemory.objects.first()
    return Memory(row.good, row.bad, bytes(row.counts)) if row else Memory()


def rules_for(thread: Thread, now: datetime) -> Rules:
    """Gather the rules that hold in a thread now (one query)."""
    told = site_settings().comments
    return Rules(
        mode=mode_now(thread.story, thread.mode, now),
        most_chars=told.most_chars,
        banned=_list("banned", told.banned_words),
        suspect=_list("suspect", told.suspect_words),
        memory=memory(),
    )

"""The public moderation log: what was decided about comments, when and why, without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from svizho.comments.models import Deed, LogEntry
from svizho.comments.queries import LOG_LINES, moderation_log
from svizho.comments.words import ban_words, mode_words, reason_words
from svizho.kit.text import number_of
from svizho.web.cards import language, story_url, told_title
from svizho.web.frame import page


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log in the words of the page."""

    id: int
    at: datetime
    deed: str
    reason: str
    story: str
    url: str


@require_safe
def moderation_log_page(request: HttpRequest) -> HttpResponse:
    """Show the log, newest first; `?before=` turns the page."""
    rows = moderation_log(before=number_of(request.GET.get("before", "")))
    lines = [line_of(row) for row in rows[:LOG_LINES]]
    after = lines[-1].id if len(rows) > LOG_LINES else None
    return page(request, "web/moderation_log.html", {"lines": lines, "next": after, "language": language()})


def line_of(row: LogEntry) -> Line:
    """Put a line of the log into words."""
    story = row.story
    title = told_title(story)[0] if story else ""
    return Line(row.pk, row.at, deed_words(row), told_reason(row.reason), title, story_url(story) if story else "")


def deed_words(row: LogEntry) -> str:
    """Say what was done, by the desk or by the checks themselves."""
    return (
        {
            Deed.PUBLISHED: gettext("A moderator published a comment that was held."),
            Deed.HELD: gettext("Readers’ flags took a comment off the page until a moderator looks."),
            Deed.REFUSED: gettext("A moderator refused a comment."),
            Deed.REMOVED: gettext("A moderator took a comment down."),
            Deed.SETTLED: gettext("A moderator looked at a flagged comment and let it stand."),
            Deed.BANNED: gettext("A moderator banned somebody for a time."),
            Deed.UNBANNED: gettext("A moderator ended a ban."),
            Deed.MODE: gettext("An editor changed how the talk of a story is looked after."),
        }[Deed(row.deed)]
        if not (row.deed == Deed.HELD and row.reason != "flagged")
        else gettext("A moderator took a comment off the page to look at it again.")
    )


def told_reason(code: str) -> str:
    """Name a reason; "" for codes that need no words."""
    told = {**reason_words(), **ban_words(), **mode_words(), "usual": pgettext("mode", "as usual")}
    return told.get(code, "")

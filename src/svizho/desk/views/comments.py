"""The queue of comments: deciding, undoing, looking closely, banning, noting."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from svizho.comments import moderation
from svizho.comments.models import BanKind, Comment
from svizho.comments.queries import comment_page
from svizho.comments.words import mode_words
from svizho.desk import queries
from svizho.desk.permissions import member_of, needs
from svizho.desk.words import in_words
from svizho.errors import CommentError
from svizho.kit import clock
from svizho.kit.text import number_of
from svizho.members.roles import may

# Comments decided on at once: a page of them.
MOST_AT_ONCE = queries.ON_PAGE


def reasons() -> tuple[tuple[str, str], ...]:
    """Name the reasons for a refusal."""
    return tuple((code, in_words(code)) for code in moderation.REASONS)


@require_safe
@needs("comments.moderate")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for a moderator, the longest first."""
    batch = request.GET.get("done", "")[:16]
    context = {
        "waiting": queries.queue(),
        "count": queries.waiting_count(),
        "reasons": reasons(),
        "batch": batch if batch.isalnum() else "",
        "trouble": trouble_words(request.GET.get("trouble", "")),
    }
    return render(request, "desk/queue.html", context)


def trouble_words(code: str) -> str:
    """Say what went wrong with a decision; "" for nothing."""
    return {
        "choose": gettext("Choose comments, a decision and, for a refusal, a reason."),
        "late": gettext("There was nothing left to undo."),
    }.get(code, "")


def back(**facts: str) -> HttpResponse:
    """Lead back to the queue."""
    return HttpResponseRedirect(f"{reverse('desk')}?{urlencode(facts)}" if facts else reverse("desk"))


@require_POST
@needs("comments.moderate")
def decide(request: HttpRequest) -> HttpResponse:
    """Decide on the chosen comments together."""
    told = map(number_of, request.POST.getlist("comment")[:MOST_AT_ONCE])
    numbers = [number for number in told if number is not None]
    decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    try:
        batch, decided = moderation.decide(numbers, decision, member_of(request), now=clock.now(), reason=reason)
    except CommentError:
        return back(trouble="choose")
    return back(done=batch) if decided else back(trouble="choose")


@require_POST
@needs("comments.moderate")
def undo(request: HttpRequest) -> HttpResponse:
    """Take one's own last decisions back."""
    done = moderation.undo(request.POST.get("batch", "")[:16] or "-", member_of(request), now=clock.now())
    return back() if done else back(trouble="late")


@require_safe
@needs("comments.moderate")
def waiting(request: HttpRequest) -> HttpResponse:
    """Give the length of the queue, for an open page that keeps count."""
    return JsonResponse({"waiting": queries.waiting_count()})


def found_comment(number: int) -> Comment:
    """Find a comment; raises Http404."""
    found = comment_page(number)
    if found is None:
        raise Http404(number)
    return found


@require_safe
@needs("comments.moderate")
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """Show one comment with all that is known: how it was screened, the talk, its author, notes, decisions."""
    return comment_page_of(request, found_comment(number))


def comment_page_of(request: HttpRequest, found: Comment, trouble: str = "") -> HttpResponse:
    """Render the page about one comment."""
    story = found.thread.story
    context = {
        "comment": found,
        "story": queries.title_of(story),
        "looks": queries.looks_of(found),
        "around": queries.around(found),
        "others": queries.by_person(found),
        "flags": found.flagged.order_by("at"),
        "notes": found.notes.select_related("by").order_by("at"),
        "log": queries.log_of(found),
        "reasons": reasons(),
        "modes": mode_names(),
        "may_mode": may(member_of(request), "threads.mode"),
        "trouble": trouble,
    }
    return render(request, "desk/comment.html", context, status=422 if trouble else 200)


def mode_names() -> tuple[tuple[str, str], ...]:
    """Name the modes of a thread, what holds everywhere first."""
    return (("", pgettext("mode", "as usual")), *mode_words().items())


@require_POST
@needs("comments.moderate")
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a note for the other moderators."""
    found = found_comment(number)
    try:
        moderation.note(found, request.POST.get("words", ""), member_of(request), now=clock.now())
    except CommentError:
        return comment_page_of(request, found, gettext("The note is empty."))
    return HttpResponseRedirect(reverse("desk-comment", args=[number]))


@require_POST
@needs("comments.ban")
def ban(request: HttpRequest, number: int) -> HttpResponse:
    """Ban the author of a comment for some days."""
    found = found_comment(number)
    kind, days = request.POST.get("kind", ""), request.POST.get("days", "")
    trouble = gettext("A ban needs a reason, an end within a year, and an address that is still known.")
    if kind not in BanKind.values or not (days.isascii() and days.isdigit()) or len(days) > 3:
        return comment_page_of(request, found, trouble)
    try:
        words = request.POST.get("reason", "")
        moderation.ban(found, BanKind(kind), int(days), words, member_of(request), now=clock.now())
    except CommentError:
        return comment_page_of(request, found, trouble)
    return HttpResponseRedirect(reverse("desk-bans"))


@require_POST
@needs("threads.mode")
def mode(request: HttpRequest, number: int) -> HttpResponse:
    """Set the mode of the thread in which a comment stands."""
    found = found_comment(number)
    try:
        story = found.thread.story
        moderation.set_mode(story, request.POST.get("mode", ""), member_of(request), now=clock.now())
    except CommentError:
        return comment_page_of(request, found, gettext("There is no such mode."))
    return HttpResponseRedirect(reverse("desk-comment", args=[number]))


@require_safe
@needs("comments.ban")
def bans(request: HttpRequest) -> HttpResponse:
    """Show the bans that hold."""
    return render(request, "desk/bans.html", {"bans": queries.bans(clock.now())})


@require_POST
@needs("comments.ban")
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """End a ban."""
    if not moderation.lift(number, member_of(request), now=clock.now()):
        raise Http404(number)
    return HttpResponseRedirect(reverse("desk-bans"))

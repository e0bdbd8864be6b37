"""Comments of readers: saying, answering, changing, withdrawing, flagging. None of these pages is kept by anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from svizho.comments.actions import Outcome, Saying, change, flag, may_change, say, withdraw
from svizho.comments.models import Comment, FlagReason, State
from svizho.comments.queries import comment_page
from svizho.comments.rules import mode_now
from svizho.comments.words import reason_words
from svizho.errors import CommentError
from svizho.kit import clock
from svizho.kit.text import number_of
from svizho.screening import Look, Mode, Verdict, to_reader
from svizho.settings import site_settings
from svizho.stories import queries as stories
from svizho.stories.models import Story
from svizho.web.cards import card_of, language, story_url
from svizho.web.commenters import commenter_of, person_of, remember, sent_by_us
from svizho.web.frame import keep_from_all, page
from svizho.web.talking import promise_of

# No field is read beyond this; the longest comment allowed is shorter.
LONGEST_FIELD = 20_000

# The field that people do not see and machines fill.
TRAP = "website"


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form for writing: what was sent before, or nothing yet."""

    story: int
    article: int | None
    parent: int | None
    name: str = ""
    text: str = ""


def private_page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Render a page that is meant for one reader: it may hold a token, nobody keeps it, no search engine lists it."""
    return keep_from_all(page(request, template, {**context, "csrf_token": get_token(request)}, status=status))


def number_in(request: HttpRequest, name: str) -> int | None:
    """Read a number that a form or address gives; None where it gives none that a table could hold."""
    return number_of(request.POST.get(name) or request.GET.get(name) or "")


def form_of(request: HttpRequest) -> Form:
    """Read the form for writing; raises Http404 where it is about no story."""
    story = number_in(request, "story")
    if story is None:
        raise Http404("story")
    name, text = (request.POST.get(each, "")[:LONGEST_FIELD] for each in ("name", "text"))
    return Form(story, number_in(request, "article"), number_in(request, "parent"), name, text)


def talked_about(number: int) -> Story:
    """Find the story that is talked about, following merges; raises Http404 where it is not public."""
    found = stories.story_page(number)
    public = stories.merged_into(found) if found else None
    if public is None:
        raise Http404(number)
    return public


@csrf_exempt
@require_POST
def say_comment(request: HttpRequest) -> HttpResponse:
    """Take a comment from the form under a story. That page is the same for all readers, so it holds no token;
    where the browser does not say that the form is ours, the writer is asked to press the button once more."""
    if not sent_by_us(request):
        return _write_page(
            request,
            form_of(request),
            gettext("Please press “Send” once more: your browser did not say where the form came from."),
        )
    return _take(request)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Show the form for a comment or an answer on a page of its own, with a token; take what is sent from it."""
    return _take(request) if request.method == "POST" else _write_page(request, form_of(request))


def _take(request: HttpRequest) -> HttpResponse:
    form, person = form_of(request), person_of(request)
    story = talked_about(form.story)
    saying = Saying(
        story=story.pk,
        name=form.name,
        text=form.text,
        language=language(),
        parent=form.parent,
        article=form.article,
        trap=request.POST.get(TRAP, "")[:200],
        seconds=_seconds(request.POST.get("took", "")),
    )
    outcome = say(saying, person, now=clock.now())
    if outcome.comment is None:
        return _write_page(request, form, told(outcome), status=422)
    response = HttpResponseRedirect(reverse("my-comment", args=[outcome.comment.pk]))
    remember(response, request, person, outcome.comment.pk)
    response["Cache-Control"] = "no-store"
    return response


def _seconds(text: str) -> float | None:
    """Read for how long a comment was written, as the page's script measured it."""
    try:
        seconds = float(text[:12])
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None


def told(outcome: Outcome) -> str:
    """Say to the author what became of a comment."""
    return to_reader(outcome.verdict.looks[-1], language())


def _write_page(request: HttpRequest, form: Form, trouble: str = "", *, status: int = 200) -> HttpResponse:
    story, now = talked_about(form.story), clock.now()
    parent = comment_page(form.parent) if form.parent else None
    if parent and (parent.state != State.PUBLISHED or parent.thread.story_id != story.pk):
        parent = None
    mode = mode_now(story, _mode_of(story), now)
    context = {
        "form": form,
        "parent": parent,
        "card": card_of(story),
        "trouble": trouble,
        "open": mode != Mode.CLOSED,
        "promise": promise_of(mode),
        "most_chars": site_settings().comments.most_chars,
        "signed_in": person_of(request).member,
    }
    return private_page(request, "web/write.html", context, status=status)


def _mode_of(story: Story) -> str:
    thread = getattr(story, "thread", None)
    return thread.mode if thread else ""


@require_safe
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from a comment's number to its place on the story's page."""
    found = comment_page(number)
    if found is None or found.state not in (State.PUBLISHED, State.REMOVED, State.WITHDRAWN):
        raise Http404(number)
    return HttpResponseRedirect(f"{story_url(talked_about(found.thread.story_id))}#c{found.pk}")


def own_comment(request: HttpRequest, number: int) -> Comment:
    """Find a comment for its author, known by the signed cookie or as the member; raises Http404 for anybody else."""
    known, user = commenter_of(request), request.user
    found = comment_page(number)
    if found is None:
        raise Http404(number)
    by_cookie = known is not None and number in known.own and found.person == known.person
    if not by_cookie and not (user.is_authenticated and found.member_id == user.pk):
        raise Http404(number)
    return found


@require_safe
def mine(request: HttpRequest, number: int) -> HttpResponse:
    """Show its author where a comment stands, and let it be changed while the window is open."""
    return _mine_page(request, own_comment(request, number))


def _mine_page(request: HttpRequest, found: Comment, trouble: str = "", *, status: int = 200) -> HttpResponse:
    now = clock.now()
    story = talked_about(found.thread.story_id)
    context = {
        "comment": found,
        "url": f"{story_url(story)}#{f'c{found.pk}' if found.state == State.PUBLISHED else 'talk'}",
        "card": card_of(story),
        "words": words_of_state(found),
        "changeable": may_change(found, now),
        "open": found.state in (State.HELD, State.PUBLISHED),
        "minutes": site_settings().comments.edit_minutes,
        "most_chars": site_settings().comments.most_chars,
        "trouble": trouble,
    }
    return private_page(request, "web/my_comment.html", context, status=status)


def words_of_state(found: Comment) -> str:
    """Say to its author where a comment stands."""
    looks = Verdict.from_json(found.verdict).looks
    if found.state == State.HELD:
        return to_reader(looks[-1] if looks else Look("", "", ""), language())
    if found.state == State.PUBLISHED:
        return gettext("Your comment is published.")
    if found.state == State.WITHDRAWN:
        return gettext("You have withdrawn this comment; its words are erased.")
    return gettext("A moderator decided not to show this comment. The moderation log says why.")


@require_POST
def change_mine(request: HttpRequest, number: int) -> HttpResponse:
    """Change or withdraw one's own comment."""
    found, now = own_comment(request, number), clock.now()
    try:
        if "withdraw" in request.POST:
            withdraw(found, now=now)
        else:
            outcome = change(found, request.POST.get("text", "")[:LONGEST_FIELD], person_of(request), now=now)
            if outcome.comment is None:
                return _mine_page(request, found, told(outcome), status=422)
    except CommentError:
        return _mine_page(request, found, gettext("The time to change this comment has passed."), status=409)
    return HttpResponseRedirect(reverse("my-comment", args=[number]))


def flag_reasons() -> tuple[tuple[str, str], ...]:
    """Name the reasons for a flag."""
    words = reason_words()
    return tuple((reason, words[reason]) for reason in FlagReason.values)


@require_http_methods(["GET", "HEAD", "POST"])
def flag_comment(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a moderator to look at a comment."""
    found = comment_page(number)
    if found is None or found.state != State.PUBLISHED:
        raise Http404(number)
    context = {
        "comment": found,
        "reasons": flag_reasons(),
        "url": f"{story_url(talked_about(found.thread.story_id))}#c{number}",
    }
    if request.method != "POST":
        return private_page(request, "web/flag.html", context)
    reason = request.POST.get("reason", "")
    if reason not in FlagReason.values:
        return private_page(
            request, "web/flag.html", {**context, "trouble": gettext("Please choose a reason.")}, status=422
        )
    flag(found, FlagReason(reason), request.POST.get("words", "")[:LONGEST_FIELD], person_of(request), now=clock.now())
    return private_page(request, "web/flag.html", {**context, "done": True})


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Tell how comments are looked after."""
    return page(request, "web/comments.html", {"told": site_settings().comments})

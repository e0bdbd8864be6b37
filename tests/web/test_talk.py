"""The thread under stories and articles, and the pages on which readers write: pages stay kept, forgery stays out."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from svizho.comments.actions import Person, Saying, say
from svizho.comments.models import Comment, Flag, State, Thread
from svizho.comments.moderation import decide, set_mode
from svizho.members.models import Member, Role
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.stories.models import Story
from svizho.web.commenters import COOKIE
from tests.factories import NOW, make_article, make_story

pytestmark = pytest.mark.django_db

HONEST = "Живу за два квартали. Вибухів було чотири, але хто їх рахував точно?"
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def story() -> Story:
    return make_story([make_article(title="Порт Білоплава знову приймає судна"), make_article()])


@pytest.fixture
def strict() -> Client:
    """A client on which Django's own check of tokens is in force."""
    return Client(enforce_csrf_checks=True)


def sent(client: Client, story: Story, text: str = HONEST, *, to: str = "/comments/say", **more: str) -> object:
    fields = {"story": str(story.pk), "name": "Мотря", "text": text} | {k: v for k, v in more.items() if k.islower()}
    return client.post(to, fields, **({k: v for k, v in more.items() if k.isupper()} or OURS))


def published(story: Story, text: str = HONEST, name: str = "Мотря") -> Comment:
    person = Person(f"{Comment.objects.count():032d}", "", "")
    comment = say(Saying(story.pk, name, text, "uk"), person, now=NOW).comment
    assert comment is not None
    Comment.objects.filter(pk=comment.pk).update(state=State.PUBLISHED)
    return comment


def page_of(story: Story, prefix: str = "") -> str:
    return f"{prefix}/story/{story.pk}-{story.slug}"


def test_a_reader_comments_is_told_that_it_waits_and_sees_it_in_the_end(client: Client, story: Story) -> None:
    response = sent(client, story)
    comment = Comment.objects.get()
    assert response["Location"] == f"/comments/mine/{comment.pk}"
    told = client.get(response["Location"])
    assert "Перший коментар перевіряє модератор" in told.content.decode().replace("\u00a0", " ")
    assert told["Cache-Control"] == "private, no-store"
    assert "Surrogate-Control" not in told
    assert HONEST not in client.get(page_of(story)).content.decode()
    decide([comment.pk], "publish", Member.objects.create(username="м", role=Role.MODERATOR), now=NOW)
    assert "Вибухів було чотири" in client.get(page_of(story)).content.decode()
    assert client.get(f"/comments/{comment.pk}")["Location"] == f"{page_of(story)}#c{comment.pk}"


def test_the_thread_stands_under_the_story_and_its_articles_in_both_languages(client: Client, story: Story) -> None:
    comment = published(story)
    article = story.lead
    assert article is not None
    for address in (page_of(story), page_of(story, "/en"), f"/article/{article.pk}-{article.slug}"):
        html = client.get(address).content.decode()
        assert f'id="c{comment.pk}"' in html
        assert 'name="text"' in html
        assert "comments.css" in html


def test_the_pages_of_news_stay_the_same_for_everybody(client: Client, story: Story) -> None:
    before = client.get(page_of(story))
    sent(client, story)
    after = client.get(page_of(story))
    assert before.content == after.content
    for response in (before, after):
        assert "Set-Cookie" not in response
        assert "Cookie" not in response.get("Vary", "")
        assert b"csrfmiddlewaretoken" not in response.content
        assert "Surrogate-Control" in response
    assert client.cookies[COOKIE]["path"] == "/comments/"
    assert client.cookies[COOKIE]["httponly"]
    assert client.cookies[COOKIE]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://evil.testserver"},
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_REFERER": "https://evil.example/http://testserver/"},
        {"HTTP_REFERER": "http://testserver.evil.example/"},
        {"HTTP_ACCEPT": "*/*"},
    ],
)
def test_a_form_from_elsewhere_is_asked_about_and_writes_nothing(
    strict: Client, story: Story, headers: dict[str, str]
) -> None:
    response = sent(strict, story, **headers)
    html = response.content.decode()
    assert (response.status_code, Comment.objects.count()) == (200, 0)
    assert HONEST in html
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token is not None
    assert sent(strict, story, to="/comments/write", **headers).status_code == 403
    sent(strict, story, to="/comments/write", csrfmiddlewaretoken=token[1], HTTP_REFERER="http://testserver/")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "headers", [OURS, {"HTTP_REFERER": "http://testserver/story/1"}, {"HTTP_SEC_FETCH_SITE": "same-origin"}]
)
def test_our_own_form_needs_no_token(strict: Client, story: Story, headers: dict[str, str]) -> None:
    assert sent(strict, story, **headers).status_code == 302


def test_every_other_form_needs_one(strict: Client, story: Story) -> None:
    sent(strict, story)
    comment = published(story, "Ще один коментар про порт")
    mine = Comment.objects.order_by("pk")[0]
    for address in (f"/comments/mine/{mine.pk}/change", f"/comments/{comment.pk}/flag", "/comments/write"):
        assert strict.post(address, {"text": "х", "reason": "spam", "story": story.pk}, **OURS).status_code == 403


def test_a_refused_comment_keeps_its_words_in_the_form(client: Client, story: Story) -> None:
    response = sent(client, story, "Онлайн казино чекає!")
    assert response.status_code == 422
    html = response.content.decode()
    assert "Онлайн казино чекає!" in html
    assert "яких ми не публікуємо" in html.replace("\u00a0", " ")
    assert "казин*" not in html


def test_only_its_author_sees_and_changes_a_comment(client: Client, story: Story) -> None:
    sent(client, story)
    number = Comment.objects.get().pk
    stranger = Client()
    assert stranger.get(f"/comments/mine/{number}").status_code == 404
    assert stranger.post(f"/comments/mine/{number}/change", {"text": "чуже"}).status_code == 404
    sent(stranger, story, "Зовсім інший коментар про порт")
    assert stranger.post(f"/comments/mine/{number}/change", {"withdraw": "1"}).status_code == 404
    forged = Client()
    forged.cookies[COOKIE] = client.cookies[COOKIE].value[:-2] + "xx"
    assert forged.get(f"/comments/mine/{number}").status_code == 404
    changed = client.post(f"/comments/mine/{number}/change", {"text": "Вибухів було п’ять."})
    assert changed.status_code == 302
    assert Comment.objects.get(pk=number).text == "Вибухів було п’ять."
    client.post(f"/comments/mine/{number}/change", {"withdraw": "1"})
    assert Comment.objects.get(pk=number).text == ""
    assert "стерто" in client.get(f"/comments/mine/{number}").content.decode()


def test_nothing_but_words_is_taken_from_a_form(client: Client, story: Story) -> None:
    extra = {"state": "published", "member": "1", "member_id": "1", "verdict": "{}", "person": "x", "html": "<b>x</b>"}
    sent(client, story, **extra)
    comment = Comment.objects.get()
    assert (comment.state, comment.member_id) == (State.HELD, None)
    assert comment.html == f"<p>{HONEST}</p>"


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)", "а\u202eб",
    "{{ frame }}", "a\r\nSet-Cookie: x=1"],
)  # fmt: skip
def test_a_hostile_name_is_text(client: Client, story: Story, name: str) -> None:
    published(story, name=name[:40])
    response = client.get(page_of(story))
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "\u202e" not in html
    assert "Set-Cookie" not in response
    written = sent(client, story, "казино вулкан", name=name).content.decode()
    assert "<script>alert" not in written
    assert "onfocus='" not in written


@pytest.mark.parametrize("story_field", ["", "0", "x", "99999999", "1" * 30, "-1", "1 OR 1=1"])
def test_a_comment_about_nothing_is_not_found(client: Client, story: Story, story_field: str) -> None:
    assert client.post("/comments/say", {"story": story_field, "name": "М", "text": HONEST}, **OURS).status_code == 404


def test_an_article_or_parent_that_is_none_is_left_out(client: Client, story: Story) -> None:
    sent(client, story, parent="99999", article="abc")
    comment = Comment.objects.get()
    assert (comment.parent_id, comment.article) == (None, None)


def test_an_answer_has_a_page_of_its_own(client: Client, story: Story) -> None:
    first = published(story)
    html = client.get(f"/comments/write?story={story.pk}&parent={first.pk}").content.decode()
    assert "Ваша відповідь" in html
    assert "Вибухів було чотири" in html
    sent(client, story, "Дякую, Мотре!", to="/comments/write", parent=str(first.pk))
    assert Comment.objects.order_by("-pk")[0].parent_id == first.pk


def test_a_flag_is_raised_with_a_reason(client: Client, story: Story) -> None:
    comment = published(story)
    address = f"/comments/{comment.pk}/flag"
    assert "Неправда" in client.get(address).content.decode()
    assert client.post(address, {"reason": "бо"}).status_code == 422
    assert "Модератор подивиться" in client.post(address, {"reason": "false", "words": "Звідки?"}).content.decode()
    assert Flag.objects.get().words == "Звідки?"
    Comment.objects.update(state=State.HELD)
    assert client.get(address).status_code == 404


def test_a_closed_talk_says_so_and_takes_nothing(client: Client, story: Story) -> None:
    set_mode(story, "closed", Member.objects.create(username="м"), now=NOW)
    html = client.get(page_of(story)).content.decode()
    assert "Обговорення цієї історії закрито" in html
    assert 'name="text"' not in html
    assert sent(client, story).status_code == 422


def test_the_log_names_nobody(client: Client, story: Story) -> None:
    assert "Рішень ще не було" in client.get("/comments/log").content.decode()
    sent(client, story)
    moderator = Member.objects.create(username="таємна", first_name="Соломія", role=Role.MODERATOR)
    decide([Comment.objects.get().pk], "refuse", moderator, now=NOW, reason="insult")
    html = client.get("/comments/log").content.decode()
    assert "Модератор відмовив у публікації коментаря" in html.replace("\u00a0", " ")
    assert "Образа" in html
    for secret in ("таємна", "Соломія", "Мотря", "Вибухів"):
        assert secret not in html
    assert client.get("/comments/").status_code == 200
    assert client.get("/en/comments/log?before=x").status_code == 200


def test_a_page_without_talk_makes_no_thread(client: Client, story: Story) -> None:
    client.get(page_of(story))
    assert not Thread.objects.exists()


def test_talk_is_no_news(client: Client, story: Story) -> None:
    published(story)
    fresh = re.compile(r'<time class="fresh" datetime="([^"]+)"')
    before = fresh.search(client.get(page_of(story)).content.decode())
    announce(UpdateKind.STORY_TALK, now=NOW, story_id=story.pk)
    after = fresh.search(client.get(page_of(story)).content.decode())
    assert before is not None
    assert after is not None
    assert before[1] == after[1] != NOW.isoformat(timespec="milliseconds")


def test_a_page_with_talk_asks_no_more_than_one_without(client: Client, story: Story) -> None:
    announce(UpdateKind.SITE, now=NOW)
    counts = []
    for comments in (0, 15):
        for number in range(comments):
            published(story, f"Думка число {number} про порт")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page_of(story)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_was_said_is_kept_when_another_merge_moves_the_story(client: Client, story: Story) -> None:
    other = make_story([make_article(), make_article()])
    Story.objects.filter(pk=story.pk).update(state="merged", merged_into=other)
    assert sent(client, story).status_code == 302
    assert Comment.objects.get().thread.story_id == other.pk

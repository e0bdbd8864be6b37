"""The desk: entering with two keys, the queue, deciding together, undoing, bans, notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pyotp
import pytest
from django.test import Client

from svizho.comments.actions import Person, Saying, flag, say
from svizho.comments.models import Ban, Comment, FlagReason, Note, State, Thread
from svizho.members.actions import invite
from svizho.members.models import Member, Role, Sitting
from svizho.stories.models import Story
from tests.factories import NOW, make_article, make_story

pytestmark = pytest.mark.django_db

Pinned = Callable[[int], AbstractContextManager[Any]]
SECRET, PASSWORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "довге-гасло-редакції"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    from svizho.kit import clock

    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def story() -> Story:
    return make_story([make_article(title="Порт Білоплава знову приймає судна"), make_article()])


def member(name: str = "анна", role: Role = Role.MODERATOR) -> Member:
    made = Member.objects.create_user(name, password=PASSWORD, role=role, first_name="Соломія Б.")
    made.totp_secret = SECRET
    made.save()
    return made


def entered(role: Role = Role.MODERATOR) -> Client:
    client = Client()
    client.force_login(member(f"член-{role}", role))
    return client


def told(story: Story, text: str, number: int = 1, **facts: Any) -> Comment:
    saying = Saying(story.pk, f"Читач {number}", text, "uk", **facts)
    comment = say(saying, Person(f"{number:032d}", f"a{number}", f"n{number}"), now=NOW).comment
    assert comment is not None
    return comment


def test_a_member_joins_enters_and_leaves(client: Client) -> None:
    invited, token = invite("стефа", "moderator")
    address = f"/desk/join/{invited.pk}/{token}"
    html = client.get(address).content.decode()
    assert client.get(address)["Referrer-Policy"] == "same-origin"
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", html)
    key = re.search(r'name="key" value="([^"]+)"', html)
    assert secret is not None
    assert key is not None
    now = pyotp.TOTP(secret[1].replace(" ", "")).at(NOW)
    assert client.post(address, {"key": key[1], "password": PASSWORD, "code": "000000"}).status_code == 422
    assert client.post(address, {"key": key[1], "password": PASSWORD, "code": now})["Location"] == "/desk/enter"
    assert client.get(address).status_code == 404
    client.get("/desk/enter")
    client.cookies["sessionid"] = "fixed-by-somebody-else"
    response = client.post("/desk/enter", {"name": "стефа", "password": PASSWORD, "code": now})
    assert response["Location"] == "/desk/"
    assert client.cookies["sessionid"].value != "fixed-by-somebody-else"
    assert client.cookies["sessionid"]["httponly"]
    assert client.get("/desk/").status_code == 200
    assert Sitting.objects.get().session == client.cookies["sessionid"].value
    client.post("/desk/leave")
    assert client.get("/desk/")["Location"] == "/desk/enter"


def test_what_was_wrong_is_not_told_apart(client: Client) -> None:
    member()
    answers = {
        client.post("/desk/enter", {"name": name, "password": password, "code": code})
        .content.decode()
        .split("<main")[1]
        for name, password, code in (("анна", "не те", "1"), ("анна", PASSWORD, "000000"), ("ніхто", PASSWORD, "1"))
    }
    assert len({re.sub(r'value="\w{64}"', "", answer) for answer in answers}) == 1


def test_a_session_is_ended_from_another_and_only_ones_own(client: Client) -> None:
    anna = member()
    here, there = Client(), Client()
    for number, each in enumerate((here, there)):
        Member.objects.update(totp_step=0)
        each.post("/desk/enter", {"name": "анна", "password": PASSWORD, "code": pyotp.TOTP(SECRET).at(NOW)})
        assert Sitting.objects.filter(member=anna).count() == number + 1
    other = Sitting.objects.get(session=there.cookies["sessionid"].value)
    assert entered().post(f"/desk/account/{other.pk}/end").status_code == 404
    assert here.post(f"/desk/account/{other.pk}/end").status_code == 302
    assert there.get("/desk/")["Location"] == "/desk/enter"
    assert here.get("/desk/account").status_code == 200


def test_the_queue_shows_why_and_whose(story: Story) -> None:
    told(story, "Та всі ви ідіоти, хто рахував вибухи")
    flagged = told(story, "Це звичайний коментар про порт", 2)
    Comment.objects.filter(pk=flagged.pk).update(state=State.PUBLISHED)
    flag(flagged, FlagReason.FALSE, "Звідки він це знає?", Person("x", "y", "z"), now=NOW)
    html = entered().get("/desk/").content.decode()
    assert "Слова зі списку: підозріле слово: «ідіот*»" in html
    assert "Неправда: «<bdi>Звідки він це знає?</bdi>»" in html
    assert "Порт Білоплава знову приймає судна" in html
    assert 'lang="en"' in entered(Role.CHIEF).get("/en/desk/").content.decode()


def test_the_queue_asks_a_fixed_number_of_queries(story: Story, django_assert_num_queries: Pinned) -> None:
    client = entered()
    for count in (1, 12):
        for number in range(count):
            told(story, f"Думка число {count} {number} про порт", 100 * count + number)
        with django_assert_num_queries(7):
            assert client.get("/desk/").status_code == 200


def test_many_are_decided_on_and_undone(story: Story) -> None:
    client = entered()
    comments = [told(story, f"Думка число {number} про порт", number) for number in range(3)]
    chosen = [str(comment.pk) for comment in comments]
    response = client.post("/desk/decide", {"comment": [*chosen, "x", "9" * 30], "decision": "publish"})
    batch = response["Location"].partition("done=")[2]
    assert set(Comment.objects.values_list("state", flat=True)) == {"published"}
    assert f'value="{batch}"' in client.get(response["Location"]).content.decode()
    assert client.post("/desk/undo", {"batch": batch})["Location"] == "/desk/"
    assert set(Comment.objects.values_list("state", flat=True)) == {"held"}
    assert "trouble=late" in client.post("/desk/undo", {"batch": batch})["Location"]
    for wrong in ({"decision": "publish"}, {"comment": chosen, "decision": "refuse"}, {"comment": chosen}):
        assert "trouble=choose" in client.post("/desk/decide", wrong)["Location"]
    assert client.get("/desk/waiting").json() == {"waiting": 3}


def test_one_is_looked_at_closely_noted_and_its_author_banned(story: Story) -> None:
    client = entered()
    comment = told(story, "Думка про порт")
    page = f"/desk/comment/{comment.pk}"
    assert client.post(f"{page}/note", {"words": "Писав те саме вчора"}).status_code == 302
    assert client.post(f"{page}/note", {"words": " "}).status_code == 422
    html = client.get(page).content.decode()
    assert "Писав те саме вчора" in html
    assert "Режим і новачки" in html
    assert Note.objects.count() == 1
    ban = {"kind": "network", "days": "7", "reason": "лайка"}
    for wrong in ({"days": "0"}, {"days": "9999"}, {"days": "x"}, {"reason": ""}, {"kind": "planet"}):
        assert client.post(f"{page}/ban", ban | wrong).status_code == 422
    assert client.post(f"{page}/ban", ban)["Location"] == "/desk/bans"
    assert "лайка" in client.get("/desk/bans").content.decode()
    number = Ban.objects.get().pk
    assert client.post(f"/desk/bans/{number}/lift").status_code == 302
    assert client.post(f"/desk/bans/{number}/lift").status_code == 404
    assert client.get("/desk/comment/999999").status_code == 404


def test_modes_are_the_editors(story: Story) -> None:
    comment = told(story, "Думка про порт")
    address = f"/desk/comment/{comment.pk}/mode"
    assert entered().post(address, {"mode": "closed"}).status_code == 403
    editor = entered(Role.EDITOR)
    assert editor.post(address, {"mode": "closed"}).status_code == 302
    assert Thread.objects.get().mode == "closed"
    assert editor.post(address, {"mode": "ajar"}).status_code == 422


def test_pages_of_the_desk_are_kept_by_nobody_and_framed_by_nobody(story: Story) -> None:
    told(story, "<script>alert(1)</script> про порт")
    client = entered()
    for address in ("/desk/", f"/desk/comment/{Comment.objects.get().pk}", "/desk/bans", "/desk/account"):
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert "<script>alert" not in response.content.decode()


def test_forms_of_the_desk_need_a_token(story: Story) -> None:
    comment = told(story, "Думка про порт")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member())
    for address in ("decide", "undo", f"comment/{comment.pk}/ban", f"comment/{comment.pk}/note", "leave", "enter"):
        assert strict.post(f"/desk/{address}", {"comment": comment.pk, "decision": "publish"}).status_code == 403

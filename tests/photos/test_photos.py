"""Photos: taken where the source allows it, refused in words, shown from our own address, dropped in time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from svizho.articles.models import Article
from svizho.errors import CageTimeout
from svizho.kit.http import Refusal, Request, Response
from svizho.photos.actions import drop_old_photos
from svizho.photos.models import Photo
from svizho.photos.queries import MOST_TRIES, WAIT, of_stories, waiting
from svizho.records.models import Update, UpdateKind
from svizho.settings import site_settings
from svizho.sources.manners import set_photos
from svizho.steps.picture import take_pictures
from svizho.steps.workbench import Workbench
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db

Give = Callable[[Request], Response | Refusal]


def jpeg(shade: int = 90) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), (shade, 120, 90)).save(out, "JPEG")
    return out.getvalue()


class Door:
    """Answers every request by a function, and remembers what was asked."""

    def __init__(self, give: Give) -> None:
        self.give, self.asked = give, list[Request]()

    def fetch_all(self, requests: Iterator[Request]) -> Iterator[Response | Refusal]:
        for request in requests:
            self.asked.append(request)
            yield self.give(request)


class Cage:
    """Runs what it is given here and now."""

    def run(self, function: Callable[[bytes], object], body: bytes) -> object:
        if body == b"slow":
            raise CageTimeout("10 s")
        return function(body)


def bench(give: Give) -> Workbench:
    made = Workbench(site_settings(), now=lambda: NOW)
    made.__dict__["door"], made.__dict__["cage"] = Door(give), Cage()
    return made


def answer(body: bytes, status: int = 200) -> Give:
    return lambda request: Response(request, request.url, None, status, {}, body, 0.1)


def pictured(**facts: object) -> Article:
    return make_article(make_source(photos=True), image="https://pictures.example/1.jpg", **facts)  # type: ignore[arg-type]


def test_a_picture_is_copied_and_its_story_announced() -> None:
    article = pictured()
    story = make_story([article])
    assert take_pictures(bench(answer(jpeg()))) == 1
    photo = Photo.objects.get()
    assert (photo.width, photo.height, len(photo.digest)) == (900, 600, 16)
    update = Update.objects.get()
    assert (update.kind, update.story_id) == (UpdateKind.STORY_PHOTO, story.pk)
    assert waiting(NOW, most=9) == ()


def test_only_sources_that_allow_it_are_asked_for_pictures() -> None:
    make_article(image="https://pictures.example/2.jpg")
    make_article(make_source(photos=True))
    pictured(shown_at=NOW - timedelta(days=3))
    assert take_pictures(bench(answer(jpeg()))) == 0


def test_a_picture_is_asked_for_as_carefully_as_a_page() -> None:
    pictured()
    tools = bench(answer(jpeg()))
    take_pictures(tools)
    (asked,) = tools.door.asked  # type: ignore[attr-defined]
    assert asked.obey_robots is site_settings().fetching.obey_robots
    assert asked.max_bytes <= 12_000_000


@pytest.mark.parametrize(
    ("give", "words", "again"),
    [
        (answer(b"", 503), "503", True),
        (answer(b"", 429), "429", True),
        (answer(b"", 404), "404", False),
        (answer(b"<svg onload=alert(1)>"), "no picture", False),
        (answer(b"slow"), "too much time", False),
        (lambda request: Refusal(request, "address", "the address is a private one", True), "private", False),
        (lambda request: Refusal(request, "timeout", "it took too long", False), "too long", True),
    ],
)
def test_what_cannot_be_had_is_told_and_asked_again_only_where_that_may_help(
    give: Give, words: str, again: bool
) -> None:
    pictured()
    take_pictures(bench(give))
    photo = Photo.objects.get()
    assert words in photo.trouble
    assert not photo.digest
    assert waiting(NOW, most=9) == ()
    assert bool(waiting(NOW + WAIT + timedelta(seconds=1), most=9)) is again


def test_a_server_in_trouble_is_not_asked_for_ever() -> None:
    pictured()
    tools = bench(answer(b"", 500))
    for number in range(MOST_TRIES + 2):
        tools.now = lambda number=number: NOW + number * 2 * WAIT  # type: ignore[misc]
        take_pictures(tools)
    assert len(tools.door.asked) == MOST_TRIES  # type: ignore[attr-defined]


def test_a_story_shows_the_picture_of_its_lead_else_of_its_newest_report() -> None:
    lead, older, newer = pictured(ago=9), pictured(ago=5), pictured(ago=2)
    story = make_story([lead, older, newer])
    take_pictures(bench(lambda request: answer(jpeg(request.tag % 200))(request)))
    assert of_stories([story.pk])[story.pk].article_id == lead.pk
    Photo.objects.filter(article=lead).delete()
    assert of_stories([story.pk])[story.pk].article_id == newer.pk


def test_pages_show_our_copy_and_nothing_when_leave_is_taken_back(client: Client) -> None:
    article = pictured()
    story = make_story([article])
    take_pictures(bench(answer(jpeg())))
    photo = Photo.objects.get()
    address = f"/photo/{article.pk}-{photo.digest}-narrow.webp"
    for page in ("/", f"/story/{story.pk}-{story.slug}", f"/article/{article.pk}-{article.slug}"):
        text = client.get(page).content.decode()
        assert address in text
        assert "pictures.example" not in text
    sent = client.get(address)
    assert sent["Content-Type"] == "image/webp"
    assert "immutable" in sent["Cache-Control"]
    assert sent["X-Content-Type-Options"] == "nosniff"
    set_photos(article.source, shown=False)
    assert client.get(address).status_code == 404
    assert address not in client.get(f"/article/{article.pk}-{article.slug}").content.decode()
    assert address not in client.get("/").content.decode()


def test_a_wrong_name_of_a_picture_is_not_found(client: Client) -> None:
    article = pictured()
    make_story([article])
    take_pictures(bench(answer(jpeg())))
    assert client.get(f"/photo/{article.pk}-{'0' * 16}-wide.webp").status_code == 404
    assert client.get(f"/photo/{article.pk + 1}-{Photo.objects.get().digest}-wide.webp").status_code == 404


def test_pictures_go_in_time() -> None:
    pictured()
    take_pictures(bench(answer(jpeg())))
    assert drop_old_photos(NOW + timedelta(days=29), days=30) == 0
    assert drop_old_photos(NOW + timedelta(days=31), days=30) == 1

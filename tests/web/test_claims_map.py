"""Places on maps and moments on the timeline."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from svizho.claims.queries import places_of
from svizho.sources.models import Policy
from svizho.web.maps import HEIGHT, WIDTH, WORLD, view_of
from svizho.web.outlines import View, cut, drawn, within
from tests.claims.rows import make_moment, make_place
from tests.factories import NOW, make_article, make_source, make_story
from tests.web.test_claims import page_of, part, read

ODESA, KYIV, LONDON = (46.48, 30.73), (50.45, 30.52), (51.51, -0.13)


@pytest.mark.django_db
def test_the_map_shows_where_it_happened_with_a_list_of_the_same(client: Client) -> None:
    articles = [make_article() for _ in range(3)]
    story = make_story(articles)
    for article in articles:
        make_place(article, "Odesa", *ODESA, ukrainian="Одеса", geonameid=698740)
    make_place(articles[0], "London", *LONDON, ukrainian="Лондон", role="mentioned", country="GB")
    section = part(page_of(client, story), 'id="map"')
    assert "<text" in section
    assert ">Одеса · 3</text>" in section
    assert "<b>Одеса</b> – 3 джерела" in section
    assert "Згадано також: Лондон" in section
    assert section.count('class="spot"') == 1
    assert re.search(r'class="land" d="M[\d.-]', section)
    assert ">Odesa · 3</text>" in part(page_of(client, story, "/en"), 'id="map"')


@pytest.mark.django_db
def test_one_report_of_many_does_not_move_the_event() -> None:
    articles = [make_article() for _ in range(5)]
    story = make_story(articles)
    for article in articles:
        make_place(article, "Odesa", *ODESA)
    make_place(articles[0], "Kyiv", *KYIV)
    assert [(place.name, place.of_event, place.sources) for place in places_of(story.pk)] == [
        ("Odesa", True, 5),
        ("Kyiv", False, 1),
    ]


@pytest.mark.django_db
def test_places_that_are_only_mentioned_make_no_map(client: Client) -> None:
    article = make_article()
    make_place(article, "Kyiv", *KYIV, role="mentioned")
    assert 'id="map"' not in page_of(client, make_story([article]))


@pytest.mark.django_db
def test_the_map_of_the_world_gathers_stories_by_place(client: Client) -> None:
    titles = ("Перша", "Друга", "Третя")
    for title, name, where in zip(titles, ("Odesa", "Odesa", "London"), (ODESA, ODESA, LONDON), strict=True):
        article = make_article(title=title)
        make_place(article, name, *where, geonameid=len(name))
        make_story([article])
    old = make_article(title="Давня", ago=60 * 24 * 4)
    make_place(old, "Kyiv", *KYIV)
    make_story([old])
    text = read(client, "/map")
    assert "<b>3</b> історії двох останніх діб" in text
    assert "<h2>Odesa · 2</h2>" in text
    assert text.index("Odesa · 2</h2>") < text.index("London · 1</h2>")
    assert "Перша" in text
    assert "Давня" not in text
    assert '<a href="/map">Мапа новин</a>' in text


@pytest.mark.django_db
def test_an_empty_map_says_so(client: Client) -> None:
    assert "Жодна з нинішніх історій не каже" in read(client, "/map")


@pytest.mark.django_db
def test_the_background_stands_before_the_coverage(client: Client) -> None:
    articles = [make_article(ago=30), make_article(ago=20)]
    story = make_story(articles)
    make_moment(articles[0], "16 липня сюди вже прилітав дрон.", NOW - timedelta(days=300))
    make_moment(articles[1], "Торік узимку порт стояв.", NOW - timedelta(days=500), precision="month")
    make_moment(articles[1], "Торік узимку порт стояв.", NOW - timedelta(days=600))
    make_moment(articles[1], "Удар стався вночі.", NOW - timedelta(days=2), background=False)
    section = part(page_of(client, story), 'id="time"')
    assert "Хронологія" in section
    assert section.count('class="past"') == 2
    assert section.index("Торік узимку") < section.index("16 липня сюди") < section.index("Перше повідомлення")
    assert ">січень 2025</time>" in section
    assert ">18 серпня 2025</time>" in section
    assert "Удар стався вночі" not in section


@pytest.mark.django_db
def test_the_background_is_capped_and_obeys_the_policy(client: Client) -> None:
    article, closed = make_article(), make_article(make_source(policy=Policy.HEADLINE))
    story = make_story([article, closed])
    for number in range(20):
        make_moment(article, f"Подія номер {number}.", NOW - timedelta(days=10 + number))
    make_moment(closed, "Таємна подія.", NOW - timedelta(days=90))
    text = page_of(client, story)
    assert text.count('class="past"') == 12
    assert "Таємна подія" not in text


def test_a_view_keeps_its_shape_and_holds_its_places() -> None:
    for points in ([ODESA], [ODESA, KYIV], [ODESA, LONDON], [(69.0, 18.0)], [(-33.9, 151.2), (35.7, 139.7)]):
        view = view_of(points)
        assert abs(view.height / view.width - HEIGHT / WIDTH) < 0.02
        assert all(view.holds(*point) for point in points)
        xs, ys = zip(*(view.at(*point) for point in points), strict=True)
        assert 0 < min(xs) <= max(xs) < view.width
        assert 0 < min(ys) <= max(ys) < view.height


def test_the_world_is_drawn_and_small() -> None:
    drawing = drawn(WORLD)
    assert drawing.land.count("M") > 100
    assert len(drawing.land) + len(drawing.borders) < 120_000


def test_crimea_is_not_parted_from_ukraine() -> None:
    perekop = View(33.0, 45.8, 34.5, 46.4, 300)
    assert drawn(perekop).land
    assert not drawn(perekop).borders


def test_lines_are_cut_to_the_view() -> None:
    view = View(0.0, 0.0, 10.0, 10.0, 100)
    ring = cut([(-500.0, -500.0), (500.0, -500.0), (500.0, 500.0), (-500.0, 500.0)], view)
    assert {(round(x), round(y)) for x, y in ring} == {
        (-4, -4), (104, -4), (104, view.height + 4), (-4, view.height + 4),
    }  # fmt: skip
    pieces = list(within([(-50.0, 5.0), (5.0, 5.0), (500.0, 5.0), (600.0, 5.0), (50.0, 50.0), (60.0, 50.0)], view))
    assert pieces == [[(-50.0, 5.0), (5.0, 5.0), (500.0, 5.0)], [(600.0, 5.0), (50.0, 50.0), (60.0, 50.0)]]
    assert not cut([(900.0, 900.0), (950.0, 900.0), (900.0, 950.0)], view)

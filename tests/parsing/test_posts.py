"""Short posts: Telegram channels, accounts of Mastodon and Bluesky."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from svizho.errors import NotAFeed
from svizho.parsing import ParsedFeed, account_feed, headline_of, is_post, parse_feed
from tests.parsing.posts_of import BLUESKY, CHANNEL, MASTODON, a_channel

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)


def read(text: str, url: str) -> ParsedFeed:
    return parse_feed(text.encode(), url=url, headers={}, now=NOW)


def telegram() -> ParsedFeed:
    return read(CHANNEL, "https://t.me/s/visnyk_test")


def test_a_channel_gives_its_posts_the_newest_first() -> None:
    feed = telegram()
    assert (feed.kind, feed.title, feed.description) == ("telegram", "Вісник Сулиці", "Новини громади")
    assert [entry.url for entry in feed.entries] == [f"https://t.me/visnyk_test/{n}" for n in (4, 3, 2)]
    assert [entry.title for entry in feed.entries] == [
        "Уточнення: міст відкрили о сьомій",
        "Відео з місця подій, надіслане читачем",
        "Міст через Сулицю відкрили для руху",
    ]
    assert feed.entries[0].published == datetime(2026, 6, 14, 7, 15, tzinfo=UTC)
    assert not feed.warnings


def test_a_post_keeps_its_media_and_the_pages_it_points_to() -> None:
    answer, film, bridge = telegram().entries
    assert bridge.image == "https://cdn.example/file/photo2.jpg"
    assert bridge.links[0] == "https://visnyk.example/news/77-mist-vidkryly"
    assert not any("q=%23" in link for link in bridge.links)
    assert [(file.url, file.type) for file in film.enclosures] == [("https://cdn.example/file/film3.mp4", "video/mp4")]
    assert "рятувальники" in bridge.content
    assert "Старі слова" not in answer.content


def test_a_channel_that_shows_nothing_says_why() -> None:
    with pytest.raises(NotAFeed, match="private, empty"):
        read(a_channel(), "https://t.me/s/visnyk_test")


def test_an_account_of_mastodon_gets_headlines_and_links() -> None:
    feed = read(MASTODON, "https://dim.example/@visnyk.rss")
    budget, water = feed.entries
    assert feed.kind == "mastodon"
    assert budget.title == "Рада ухвалила бюджет на рік"
    assert water.title == "Увага! Завтра з 9.00 до 12.30 не буде води на вулиці Садовій"
    assert budget.links == ("https://visnyk.example/news/78-biudzhet",)
    assert budget.image == "https://media.example/78.png"
    assert budget.author == "Вісник Сулиці"
    assert not feed.warnings


def test_an_account_of_bluesky_gets_headlines_and_links() -> None:
    feed = read(BLUESKY, "https://bsky.app/profile/visnyk.example/rss")
    assert feed.kind == "bluesky"
    assert feed.entries[0].title == "Лікарня отримала два апарати для діагностики"
    assert feed.entries[0].links == ("https://visnyk.example/news/79-likarnia",)


def test_a_feed_of_articles_without_titles_is_no_account() -> None:
    text = MASTODON.replace("https://dim.example/@visnyk/114", "https://dim.example/news/114")
    assert read(text, "https://dim.example/rss").kind == "rss"


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<p>❗️❗️ Тривога!</p><p>Далі</p>", "Тривога!"),
        ("Київ. Сьогодні ввечері на Подолі зустріч із письменницею. Вхід вільний.",
         "Київ. Сьогодні ввечері на Подолі зустріч із письменницею"),
        ("https://visnyk.example/1\nСлова після адреси", "Слова після адреси"),
        ("Пан сказав: «Годі!» Потім пішов, і всі за ним.", "Пан сказав: «Годі!» Потім пішов, і всі за ним"),
        ("🔥", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_headlines_are_the_first_sentence(html: str, headline: str) -> None:
    assert headline_of(html) == headline


def test_long_sentences_are_cut_at_a_word() -> None:
    cut = headline_of("слово " * 100)
    assert len(cut) <= 160
    assert cut.endswith("…")


@pytest.mark.parametrize(
    ("url", "post"),
    [
        ("https://t.me/visnyk_test/12", True),
        ("https://dim.example/@visnyk/114600000000000001", True),
        ("https://dim.example/users/visnyk/statuses/114600000000000001", True),
        ("https://bsky.app/profile/visnyk.example/post/3laaaaaaaaa2b", True),
        ("https://t.me/visnyk_test", False),
        ("https://visnyk.example/news/114600000000000001", False),
        ("https://medium.example/@author/how-to-build-a-bridge", False),
    ],
)
def test_posts_are_known_by_their_address(url: str, post: bool) -> None:
    assert is_post(url) is post


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://t.me/visnyk_test", "https://t.me/s/visnyk_test"),
        ("https://t.me/s/visnyk_test/12", "https://t.me/s/visnyk_test"),
        ("https://telegram.me/visnyk_test?before=3", "https://t.me/s/visnyk_test"),
        ("https://t.me/joinchat/AAAA", ""),
        ("https://t.me/+secret", ""),
        ("https://dim.example/@visnyk", "https://dim.example/@visnyk.rss"),
        ("https://dim.example/@visnyk/", "https://dim.example/@visnyk.rss"),
        ("https://dim.example/@visnyk.rss", ""),
        ("https://bsky.app/profile/visnyk.example", "https://bsky.app/profile/visnyk.example/rss"),
        ("https://visnyk.example/profile/visnyk", ""),
    ],
)
def test_an_account_is_turned_into_its_feed(url: str, feed: str) -> None:
    assert account_feed(url) == feed

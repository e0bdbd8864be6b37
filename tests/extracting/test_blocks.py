"""Blocks of an extracted body: which are the article, and which stand around it."""

from __future__ import annotations

import pytest
from lxml import etree

from svizho.extracting.blocks import Block, article_blocks, blocks_of, is_prose, size_of, words_of

PROSE = "Міський голова повідомив, що рух мостом відкрили вранці."
MORE = "Громадський транспорт почне курсувати ним від понеділка."


def p(text: str, linked: float = 0.0, kind: str = "p") -> Block:
    return Block(text, kind, linked)


def kept(*blocks: Block, title: str = "Міст відкрили", byline: str = "Марія Коваль") -> list[str]:
    return [block.text for block in article_blocks(list(blocks), title=title, byline=byline)]


def test_headline_kicker_date_and_byline_before_the_prose_go() -> None:
    before = [p("Київ"), p("Київ Міст через Дніпро відкрили"), p("01.05.2026, 10:30"), p("Марія Коваль")]
    assert kept(*before, p(PROSE), p(MORE), title="Міст через Дніпро відкрили") == [PROSE, MORE]


def test_a_standfirst_without_a_full_stop_stays() -> None:
    standfirst = "Рух новим мостом через Дніпро, який будували понад десять років, відкрили вранці"
    assert kept(p("Міст відкрили", kind="head"), p(standfirst), p(PROSE)) == [standfirst, PROSE]


def test_what_follows_the_last_prose_goes() -> None:
    after = [p("Марія Коваль"), p("Ще про це", kind="head"), p("Київ"), p("dpa")]
    assert kept(p(PROSE), p(MORE), *after) == [PROSE, MORE]


def test_subheadings_lists_and_quotations_stay() -> None:
    blocks = [
        p(PROSE),
        p("Що далі", kind="head"),
        p("перша черга", kind="item"),
        p("«Чекали довго»", kind="quote"),
        p(MORE),
    ]
    assert kept(*blocks) == [block.text for block in blocks]
    assert kept(p(PROSE), p("друга черга", kind="item")) == [PROSE, "друга черга"]


def test_links_to_other_articles_go() -> None:
    pointers = [
        p("Як живе Харків після зими, коли все змінилося", linked=1.0),
        p("Інтерв'ю: Мер Харкова про зиму і про місто", linked=0.8, kind="item"),
        p("Читайте також: Міст у Дніпрі", linked=0.6),
        p("Читайте також", kind="head"),
    ]
    assert kept(p(PROSE), *pointers, p(MORE)) == [PROSE, MORE]


def test_a_sentence_with_a_link_stays() -> None:
    linked = p("Про це пише видання у своєму розслідуванні щодо мосту.", linked=0.4)
    assert kept(p(PROSE), linked, p(MORE)) == [PROSE, linked.text, MORE]


def test_labels_go_and_exclamations_stay() -> None:
    assert kept(p(PROSE), p("Embed"), p("Ще"), p("Невже?"), p(MORE)) == [PROSE, "Невже?", MORE]


def test_what_is_said_twice_is_said_once() -> None:
    long = PROSE + " " + MORE
    assert kept(p(long), p(MORE), p(long)) == [long, MORE]


def test_nothing_but_short_lines_is_not_lost() -> None:
    assert kept(p("У Львові пролунав вибух, поранених немає")) == ["У Львові пролунав вибух, поранених немає"]
    assert kept() == []


def test_a_body_is_walked_in_order() -> None:
    body = etree.fromstring(
        "<body><head>Заголовок</head><p>Раз <ref>два</ref> три</p><list><item>а</item><item>б</item></list>"
        "<quote><p>цитата</p></quote><table><row><cell>1</cell><cell>2</cell></row></table>"
        "<p>старий<lb/><lb/>сайт<lb/>пише</p>хвіст<p> </p></body>"
    )
    blocks = list(blocks_of(body))
    assert [(block.kind, block.text) for block in blocks] == [
        ("head", "Заголовок"), ("p", "Раз два три"), ("item", "а"), ("item", "б"), ("p", "цитата"), ("row", "1 2"),
        ("p", "старий"), ("p", "сайт пише"), ("p", "хвіст"),
    ]  # fmt: skip
    assert blocks[1].linked == pytest.approx(3 / 11)


def test_sizes_and_words_of_scripts_without_blanks() -> None:
    assert size_of("слово") == 5
    assert size_of("東京の") == 9
    assert words_of([p("東京 news")]).total() == 3


@pytest.mark.parametrize(
    "text", [PROSE, "東京の裁判所は、新しい判決を出した。", "«Ми чекали цього дня дуже довго, і ось він настав»"]
)
def test_prose(text: str) -> None:
    assert is_prose(text)


@pytest.mark.parametrize("text", ["Так.", "Міст відкрили", "Головна Політика Світ Економіка Спорт Культура Наука"])
def test_no_prose(text: str) -> None:
    assert not is_prose(text)

"""Screening as a whole: which phase decides, and that it always decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.screening import (
    PHASES,
    Author,
    Decision,
    Draft,
    Look,
    Mode,
    Recent,
    Rules,
    Verdict,
    bundled_words,
    phase_name,
    screen,
    to_desk,
    to_reader,
)

RULES = Rules(mode=Mode.OPEN, banned=bundled_words("banned"), suspect=bundled_words("suspect"))
HONEST = Draft("Мотря", "Живу за два квартали. Вибухів було чотири, але хто їх рахував точно?")
KNOWN, NEW, NOTHING = Author(published=3), Author(), Recent()


def judged(draft: Draft = HONEST, author: Author = KNOWN, recent: Recent = NOTHING, rules: Rules = RULES) -> str:
    verdict = screen(draft, author, recent, rules)
    return f"{verdict.decision} {verdict.phase} {verdict.code}"


def text(words: str) -> Draft:
    return replace(HONEST, text=words)


def test_an_honest_comment_is_published_and_every_phase_looked() -> None:
    verdict = screen(HONEST, NEW, NOTHING, RULES)
    assert verdict.decision == Decision.PUBLISH
    assert len(verdict.looks) == len(PHASES) + 1
    assert not any(look.decision for look in verdict.looks[:-1])


@pytest.mark.parametrize(
    ("draft", "author", "recent", "rules", "wanted"),
    [
        (HONEST, KNOWN, NOTHING, replace(RULES, mode=Mode.CLOSED), "refuse closed closed"),
        (text("…!"), KNOWN, NOTHING, RULES, "refuse length empty"),
        (text("а" * 3001), KNOWN, NOTHING, RULES, "refuse length too_long"),
        (replace(HONEST, name="***"), KNOWN, NOTHING, RULES, "refuse length name"),
        (HONEST, Author(banned="лайка"), NOTHING, RULES, "refuse ban banned"),
        (HONEST, Author(trusted=True), NOTHING, replace(RULES, mode=Mode.CLOSED), "publish desk desk"),
        (replace(HONEST, trap="http://x.example"), KNOWN, NOTHING, RULES, "hold traps honeypot"),
        (replace(HONEST, seconds=0.4), KNOWN, NOTHING, RULES, "hold traps too_fast"),
        (HONEST, KNOWN, Recent(said_before=True), RULES, "refuse repeated said_before"),
        (HONEST, KNOWN, Recent(same_text=3), RULES, "hold repeated same_text"),
        (HONEST, KNOWN, Recent(by_person=5), RULES, "hold rate person_rate"),
        (HONEST, KNOWN, Recent(by_address=12), RULES, "hold rate address_rate"),
        (HONEST, KNOWN, Recent(in_thread=60), RULES, "hold rate thread_rate"),
        (HONEST, KNOWN, Recent(by_address=60), RULES, "refuse rate flood"),
        (text("Ось: https://a.example і www.b.example"), KNOWN, NOTHING, RULES, "hold links links"),
        (text("https://a.example/x "), KNOWN, NOTHING, RULES, "hold links link_alone"),
        (text(" ".join(["https://a.example"] * 8)), KNOWN, NOTHING, RULES, "refuse links many_links"),
        (replace(HONEST, name="kupy.com"), KNOWN, NOTHING, RULES, "hold links link_in_name"),
        (text("Онлайн кaзинo чекає на тебе"), KNOWN, NOTHING, RULES, "refuse words banned_word"),
        (text("Та вони всі ідi0ти!"), KNOWN, NOTHING, RULES, "hold words suspect_word"),
        (replace(HONEST, name="Модератор Олена"), KNOWN, NOTHING, RULES, "hold words office"),
        (HONEST, Author(published=1, refused=3), NOTHING, RULES, "hold history refused_often"),
        (text("ааааааааааааааааааааааа"), KNOWN, NOTHING, RULES, "hold noise noise"),
        (HONEST, KNOWN, NOTHING, replace(RULES, mode=Mode.PREMODERATED), "hold newcomer premoderated"),
        (HONEST, NEW, NOTHING, replace(RULES, mode=Mode.FIRST), "hold newcomer first"),
        (HONEST, KNOWN, NOTHING, replace(RULES, mode=Mode.FIRST), "publish passed passed"),
        (text("Читайте https://dsns.gov.ua: там усе є."), KNOWN, NOTHING, RULES, "publish passed passed"),
    ],
)
def test_the_phase_that_decides(draft: Draft, author: Author, recent: Recent, rules: Rules, wanted: str) -> None:
    assert judged(draft, author, recent, rules) == wanted


def test_the_first_phase_wins() -> None:
    everything_wrong = replace(text("казино онлайн " * 9), trap="x")
    assert judged(everything_wrong, Author(banned="реклама"), Recent(by_person=99)).startswith("refuse ban")


@given(
    st.builds(Draft, name=st.text(max_size=60), text=st.text(max_size=400), trap=st.sampled_from(["", "x"])),
    st.builds(Author, published=st.integers(0, 9), refused=st.integers(0, 9), trusted=st.booleans()),
    st.builds(Recent, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.booleans(), st.integers(0, 9)),
    st.sampled_from(list(Mode)),
)
def test_every_comment_gets_a_verdict_that_can_be_told_and_kept(
    draft: Draft, author: Author, recent: Recent, mode: Mode
) -> None:
    verdict = screen(draft, author, recent, replace(RULES, mode=mode))
    assert Verdict.from_json(verdict.to_json()) == verdict
    last = verdict.looks[-1]
    assert all(
        (words and "{" not in words.replace(str(last.facts), "")) or draft.name
        for words in (to_desk(last, "uk"), to_desk(last, "en"), to_reader(last, "uk"), to_reader(last, "en"))
    )
    if mode == Mode.CLOSED and not author.trusted:
        assert verdict.decision == Decision.REFUSE
    if mode == Mode.PREMODERATED and not author.trusted:
        assert verdict.decision != Decision.PUBLISH


def test_the_reader_is_not_taught_how_to_pass() -> None:
    for code in ("suspect_word", "like_spam", "honeypot", "too_fast", "links", "noise"):
        look = Look(
            "any", "hold", code, {"word": "x", "score": 0.9, "filled": "x", "seconds": 1, "links": 2, "kind": "keys"}
        )
        assert to_reader(look) == to_reader(Look("newcomer", "hold", "premoderated"))
        assert to_desk(look) != to_reader(look)
        assert phase_name(look)


def test_the_desk_reads_what_each_phase_saw_in_its_language() -> None:
    looks = screen(replace(HONEST, seconds=31.5), KNOWN, Recent(1, 2, 3), RULES).looks
    told = [to_desk(look, "uk") for look in looks]
    assert f"{len(HONEST.text)} знаків із 3000" in told
    assert "писано 31.5 с" in told
    assert "за 10 хв: людина 1, адреса 2, гілка 3" in told
    assert "in 10 min: person 1, address 2, thread 3" in [to_desk(look, "en") for look in looks]

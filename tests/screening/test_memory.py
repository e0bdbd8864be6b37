"""The spam score learns from verdicts, forgets what was taken back, and keeps still until it knows enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from svizho.screening import Memory, learn, spam_score
from svizho.screening.memory import LEARNED_FROM

GOOD = (
    "Вибухів було чотири, але хто їх рахував", "Дякую, що показуєте обидві версії поруч",
    "Чи відомо, коли відкриють рух на Портовій", "Живу поруч, світло дали о шостій",
    "Мер обіцяв це ще торік, і де воно", "The council should publish the contract",
    "Автобус сьогодні знову не прийшов", "У статті помилка: міст збудували раніше",
)  # fmt: skip
BAD = (
    "Знижки на вікна, телефонуйте просто зараз", "Найкращі вікна за найкращою ціною, знижка",
    "Продам вікна недорого, пишіть", "Окна недорого, скидка до конца месяца",
    "Cheap windows, best price, call now", "Вікна та двері зі знижкою, замовляйте сьогодні",
    "Замовляйте двері, знижка тільки зараз", "Best doors and windows, order today",
)  # fmt: skip


def taught() -> Memory:
    memory = Memory()
    for place in range(2 * LEARNED_FROM):
        memory = learn(memory, f"{GOOD[place % 8]} {place}", spam=False)
        memory = learn(memory, f"{BAD[place % 8]} {place}", spam=True)
    return memory


def test_nothing_is_said_before_enough_is_known() -> None:
    memory = Memory()
    assert spam_score(memory, GOOD[0]) is None
    for place in range(LEARNED_FROM):
        memory = learn(memory, f"{BAD[0]} {place}", spam=True)
    assert spam_score(memory, BAD[0]) is None


def test_it_tells_sellers_from_readers_it_has_not_seen() -> None:
    memory = taught()
    spam = [spam_score(memory, text) or 0 for text in ("Знижка на вікно та двері сьогодні!", "Windows, cheap, call")]
    talk = [spam_score(memory, text) or 0 for text in ("Де ж той автобус сьогодні?", "Хто рахував вибухи?")]
    assert min(spam) > 0.8
    assert max(talk) < 0.5


@given(st.text(max_size=200), st.booleans())
def test_what_is_taken_back_was_never_learned(text: str, spam: bool) -> None:
    before = taught_once()
    assert learn(learn(before, text, spam=spam), text, spam=spam, times=-1) == before


_ONCE: list[Memory] = []


def taught_once() -> Memory:
    if not _ONCE:
        _ONCE.append(taught())
    return _ONCE[0]


@given(st.text(max_size=300))
def test_a_score_is_a_share(text: str) -> None:
    score = spam_score(taught_once(), text)
    assert score is not None
    assert 0 <= score <= 1

"""Claims: kind, anonymity, chain, counts, strange text."""

from __future__ import annotations

import pytest

from svizho.attributing import Claim, find_claims
from svizho.attributing.claims import parents_of
from svizho.attributing.finding import Found


def only(text: str, language: str) -> Claim:
    (claim,) = find_claims(text, language=language)
    return claim


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We are ready for the winter,” he said.", "direct"),
        ("He said the town was ready.", "indirect"),
        ("He said the town was “ready for whatever the winter brings”.", "mixed"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert only(text, "en").kind == kind


def test_names_in_quotation_marks_make_no_claim_mixed() -> None:
    text = 'Мер заявив, що завод "Електрон" закрито.'
    assert only(text, "uk").kind == "indirect"


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("An official said the road was closed.", "en", "unnamed"),
        ("An official said, on condition of anonymity, that the road was closed.", "en", "said"),
        ("The Defense Department said the road was closed.", "en", ""),
        ("Ann Lane said the road was closed.", "en", ""),
        ("Джерело повідомило, що дорогу закрито.", "uk", "unnamed"),
        ("Джерело на умовах анонімності повідомило, що дорогу закрито.", "uk", "said"),
        ("Раніше повідомлялося, що дорогу закрито.", "uk", "nobody"),
        ("МОЗ повідомило, що дорогу закрито.", "uk", ""),
        ("Источник сообщил, что дорога закрыта.", "ru", "unnamed"),
    ],
)
def test_anonymity(text: str, language: str, reason: str) -> None:
    claim = only(text, language)
    assert (claim.anonymity_reason, claim.anonymous) == (reason, bool(reason))


def test_a_claim_carries_the_counts_of_its_content() -> None:
    claim = only("Ten people watched as the mayor said four ships were late.", "en")
    assert [(q.low, q.unit) for q in claim.quantities] == [(4, "ship")]


def test_an_interview_names_its_outlet() -> None:
    assert only("“We are ready for it,” Ms. Lane told Reuters.", "en").via == ("Reuters",)


def test_spans_are_offsets_into_the_text() -> None:
    text = "\n\n  «Ми готові до зими», — сказав він.\n"
    claim = only(text, "uk")
    assert claim.content[0].of(text) == "«Ми готові до зими»"
    assert claim.cue[0].of(text) == "сказав"


@pytest.mark.parametrize("text", ["", " \n ", '"', "«««", "said", "сказав", "“" * 3000, "said, " * 2000, "\u0000" * 50])
@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_strange_text_does_no_harm(text: str, language: str) -> None:
    for claim in find_claims(text, language=language):
        assert claim.cue


def test_a_language_without_a_lexicon_gives_no_claims() -> None:
    assert find_claims("Er sagte, es sei spät.", language="de") == ()


def test_letters_tell_the_language_that_is_not_given() -> None:
    assert find_claims("Мер заявив, що їх двоє.", language="")
    assert find_claims("He said it was late.", language="")


def test_claims_that_hold_each_other_in_a_ring_have_an_end() -> None:
    ring = [
        Found(None, [(0, 1)], [(9, 12)], "before"),
        Found(None, [(10, 11)], [(19, 22)], "before"),
        Found(None, [(20, 21)], [(0, 3)], "before"),
    ]
    assert sum(parent is None for parent in parents_of(ring)) == 1

"""Attributions in English, sentence by sentence."""

from __future__ import annotations

import pytest

from tests.attributing.found import claims_in

CASES = [
    ("The mayor said the bridge would open in May.", ("The mayor", "said", "the bridge would open in May")),
    ("“We are ready,” Mrs. Lane said.", ("Mrs. Lane", "said", "“We are ready,”")),
    (
        "“We are ready,” said Ann Lane, head of the port. It rained.",
        ("Ann Lane, head of the port", "said", "“We are ready,”"),
    ),
    (
        "According to the harbour office, two ships are late.",
        ("the harbour office", "According to", "two ships are late"),
    ),
    (
        "Two ships are late, according to the harbour office.",
        ("the harbour office", "according to", "Two ships are late"),
    ),
    (
        "Ms. Lane accused the council of hiding the report.",
        ("Ms. Lane", "accused", "the council of hiding the report"),
    ),
    ("The council has promised to publish it.", ("The council", "has promised", "to publish it")),
    ("She called for a new vote.", ("She", "called for", "a new vote")),
    (
        "The firm told reporters that it had paid the fine.",
        ("The firm", "told", "that it had paid the fine"),
    ),
    ("''Nobody was hurt,'' the officer wrote.", ("the officer", "wrote", "''Nobody was hurt,''")),
    ("His claim that the sea is rising was mocked.", ("His", "claim", "that the sea is rising was mocked")),
    (
        "If the dam holds, Mrs. Lane said, the town is safe.",
        ("Mrs. Lane", "said", "If the dam holds | the town is safe"),
    ),
    ("The mayor made no mention of the fine.", ("The mayor", "made no mention of", "the fine")),
    ("She went on to say that the port was closed.", ("She", "went on to say", "that the port was closed")),
    (
        "Ann Lane, 67, a retired pilot, said the port was closed.",
        ("Ann Lane, 67, a retired pilot,", "said", "the port was closed"),
    ),
    (
        "The port is closed, according to two clerks familiar with the plan.",
        ("two clerks familiar with the plan", "according to", "The port is closed"),
    ),
    (
        '"We are ready,” Mrs. Lane said. "The ships can come."',
        ("Mrs. Lane", "said", '"We are ready,” | "The ships can come."'),
    ),
    ("Asked by a reporter if the port was closed, she smiled.", ("a reporter", "Asked", "if the port was closed")),
    ("“We are ready,” said Ann Lane on Friday.", ("Ann Lane", "said", "“We are ready,”")),
    (
        "Nearly 10 percent of them believe that ships are late.",
        ("Nearly 10 percent of them", "believe", "that ships are late"),
    ),
    ("There was no immediate claim of responsibility.", ("", "no immediate claim of", "responsibility")),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_one_claim(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in claims_in(text, "en")


def test_a_verb_shared_by_two_statements_keeps_its_subject() -> None:
    found = claims_in("Mr. Gray denied the charge and accused the police of lying.", "en")
    assert [words[0] for words in found] == ["Mr. Gray", "Mr. Gray"]
    assert found[0][2] == "the charge"


def test_a_participle_takes_the_subject_of_its_sentence() -> None:
    found = claims_in("The union rejected the offer, saying it was an insult.", "en")
    assert ("The union", "saying", "it was an insult") in found


def test_a_quotation_goes_on_after_its_cue() -> None:
    text = "“It is late,” he said. “We go home.” The rain stopped."
    assert claims_in(text, "en") == [("he", "said", "“It is late,” | “We go home.”")]


def test_words_within_a_quotation_are_the_speakers_own() -> None:
    assert (
        len(claims_in("“They told me they believe him and said it is over for all of us,” Mr. Gray said.", "en")) == 1
    )


def test_a_noun_is_no_verb() -> None:
    assert claims_in("The Gray campaign office plans a fair.", "en") == []


def test_plain_narrative_has_no_claims() -> None:
    assert claims_in("The train left at noon. Rain fell on the town, and the shops closed.", "en") == []


def test_a_quoted_sentence_without_a_cue_belongs_to_the_speaker_before() -> None:
    text = (
        "The ministry said “an understanding was reached in full.” This would mean “training and joint work for all.”"
    )
    ((_, _, content),) = claims_in(text, "en")
    assert content.endswith("This would mean “training and joint work for all.”")


def test_a_transcript_names_its_speakers_by_labels() -> None:
    assert ("MODERATOR", ":", "Good evening to all") in claims_in("MODERATOR: Good evening to all.\n\nIt rained.", "en")

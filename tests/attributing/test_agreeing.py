"""Claims of one story compared: groups, disagreements, updates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from svizho.attributing import Agreement, StoryClaim, agree, find_claims

NOON = datetime(2024, 7, 26, 12, tzinfo=UTC)


def story(*reports: tuple[str, str, int]) -> Agreement:
    """Agreement of reports given as text, language and minutes after noon."""
    claims = [
        StoryClaim(f"{n}-{m}", f"r{n}", f"p{n}", NOON + timedelta(minutes=minutes), language, text, claim)
        for n, (text, language, minutes) in enumerate(reports)
        for m, claim in enumerate(find_claims(text, language=language))
    ]
    return agree(claims)


def test_values_that_exclude_each_other_disagree() -> None:
    found = story(
        ("An Iraqi security source said four rockets fell near the base.", "en", 0),
        ("A security official said a drone and three rockets fell near the base.", "en", 10),
    )
    (conflict,) = found.disagreements
    assert conflict.unit == "rocket"
    assert [[(q.low, q.unit) for q in voice.quantities] for voice in conflict.voices] == [
        [(4, "rocket")],
        [(1, "drone"), (3, "rocket")],
    ]
    assert found.updates == ()


def test_a_later_report_updates() -> None:
    found = story(
        ("Мер Іван Гай повідомив, що внаслідок удару по місту загинули 3 людини.", "uk", 0),
        ("Мер Іван Гай повідомив, що внаслідок удару по місту загинули 5 людей.", "uk", 180),
    )
    assert found.disagreements == ()
    (change,) = found.updates
    assert [voice.quantities[0].low for voice in change.voices] == [3, 5]


def test_bounds_that_meet_agree() -> None:
    found = story(
        ("Police said at least three ships sank off the coast.", "en", 0),
        ("The navy said four ships sank off the coast.", "en", 5),
    )
    assert found.disagreements == ()
    assert len(found.groups) == 1


def test_different_things_are_not_compared() -> None:
    found = story(
        ("Police said four ships sank off the coast.", "en", 0),
        ("The minister said two ships would be bought from Japan next year.", "en", 5),
    )
    assert found.disagreements == ()


def test_the_dead_and_the_injured_are_counted_apart() -> None:
    found = story(
        ("Мер повідомив, що внаслідок удару по місту загинули 3 людини.", "uk", 0),
        ("ДСНС повідомила, що внаслідок удару по місту поранено 7 людей.", "uk", 5),
    )
    assert found.disagreements == ()


def test_nothing_agrees_with_nothing() -> None:
    assert agree([]) == Agreement((), (), ())


@pytest.mark.parametrize(
    ("whole", "part", "language"),
    [
        ("Police said three missiles hit the port.", "The mayor said two of the missiles hit the port.", "en"),
        ("Police said five people were injured in a port.", "The mayor said another two people were injured.", "en"),
        ("ДСНС повідомила, що в порту поранено 5 людей.", "Мер повідомив, що в порту поранено ще 2 людей.", "uk"),
        ("ОВА повідомила, що в порту постраждали 9 дітей.", "Мер повідомив, що постраждали, з них 3 дитини.", "uk"),
        ("ОВА повідомила, що по порту запустили 20 дронів.", "Мер повідомив, що над портом збито 15 дронів.", "uk"),
    ],
)  # fmt: skip
def test_a_part_contradicts_no_whole(whole: str, part: str, language: str) -> None:
    found = story((whole, language, 0), (part, language, 5))
    assert found.disagreements == ()


def test_a_count_that_grew_is_an_update() -> None:
    found = story(
        ("Police said three people were killed in the blast at the port.", "en", 0),
        ("The mayor said the toll rose to five people killed in the blast at the port.", "en", 20),
    )
    assert found.disagreements == ()
    assert len(found.updates) == 1


def test_one_disagreement_is_told_once() -> None:
    found = story(
        ("Police said four ships sank off the coast in a storm.", "en", 0),
        ("The navy said six ships sank off the coast in a storm.", "en", 5),
        ("Fishermen said four ships lay broken beneath cliffs near Oran harbour.", "en", 6),
        ("Pilots said six ships lay broken beneath cliffs near Oran harbour.", "en", 7),
    )
    assert len(found.disagreements) == 1
    assert len(found.disagreements[0].voices) == 4

"""Standing of stories: breadth not volume, growth, freshness, the desk's hand."""

from datetime import UTC, datetime, timedelta

import pytest

from svizho.ranking import ReportFacts, StoryFacts, is_breaking, score

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


def reports(*sources: str, hours: float = 1, copy: bool = False, language: str = "uk") -> tuple[ReportFacts, ...]:
    return tuple(
        ReportFacts(source, NOW - timedelta(hours=hours), language=language, near_copy=copy) for source in sources
    )


def value(facts: StoryFacts) -> float:
    return score(facts, now=NOW).score


def test_score_is_the_sum_of_its_terms_and_each_says_why() -> None:
    standing = score(StoryFacts((*reports("a", "b"), *reports("c", language="en")), pin="up"), now=NOW)
    assert standing.score == pytest.approx(sum(term.value for term in standing.terms))
    assert {term.name for term in standing.terms} == {"breadth", "growth", "recency", "languages", "pin"}
    assert all(term.words["uk"] and term.words["en"] for term in standing.terms)
    assert standing.terms[0].words["uk"] == "пишуть 3 джерела"


def test_one_publisher_counts_once_and_a_near_copy_as_a_fraction() -> None:
    alone = StoryFacts(reports("a"))
    loud = StoryFacts(reports(*["a"] * 20))
    copied = StoryFacts(reports("a") + reports("b", "c", copy=True))
    independent = StoryFacts(reports("a", "b", "c"))
    breadths = [score(facts, now=NOW).terms[0].value for facts in (alone, loud, copied, independent)]
    assert breadths[0] == breadths[1] < breadths[2] < breadths[3]


def test_age_halves_a_story() -> None:
    assert value(StoryFacts(reports("a", hours=28))) - value(StoryFacts(reports("a", hours=34))) == pytest.approx(1)


def test_future_times_do_not_lift_a_story() -> None:
    recency = [score(StoryFacts(reports("a", hours=hours)), now=NOW).terms for hours in (0, -5)]
    assert {term.value for terms in recency for term in terms if term.name == "recency"} == {0}


def test_the_desk_and_the_weight_of_sources_move_a_story() -> None:
    plain = StoryFacts(reports("a", "b"))
    heavy = StoryFacts(tuple(ReportFacts(r.source, r.time, r.language, weight=2.0) for r in plain.reports))
    assert value(heavy) == pytest.approx(value(plain) + 1)
    order = [value(StoryFacts(plain.reports, pin=pin)) for pin in ("down", "", "up", "top")]
    assert order == sorted(order)


def test_breaking_is_growth_not_volume() -> None:
    assert is_breaking(StoryFacts(reports("a", "b", "c", hours=1)), NOW)
    assert not is_breaking(StoryFacts(reports("a", hours=1)), NOW), "one source alone"
    assert not is_breaking(StoryFacts(reports(*"abcdefgh", copy=True)[:3] + reports("z", hours=1)), NOW), "reprints"
    steady = tuple(report for hour in range(24) for report in reports(f"s{hour}", f"t{hour}", hours=hour))
    assert not is_breaking(StoryFacts(steady), NOW), "much, but no faster than before"


def test_a_story_without_reports_stands_last() -> None:
    assert score(StoryFacts(()), now=NOW).score == float("-inf")

"""How well claims are found, on labelled news in English and Ukrainian: python -m evals.attributing."""

from __future__ import annotations

import argparse
import json
import re
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from evals.sections import SHARED
from svizho.attributing import Agreement, Claim, StoryClaim, agree, find_claims

# PolNeAR comes without a split. Ours is by time: articles dated from this day on are for reporting (the last fifth),
# those before for looking at while rules are written. The day stands in the article's id.
DEV_FROM = "2016-07-30"
ROLES = ("source", "cue", "content")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans of one attribution, labelled or found; `nested` where the set says so."""

    source: Spans
    cue: Spans
    content: Spans
    kind: str = ""
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """A labelled article."""

    id: str
    language: str
    text: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of a measure, with how many it stands on."""

    name: str
    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is labelled that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0


def polnear(part: str) -> list[Article]:
    """The "train" or "dev" part of PolNeAR (see DEV_FROM)."""
    articles = [_article(record) for record in _records("claims/polnear.jsonl")]
    return [article for article in articles if (_day(article.id) >= DEV_FROM) == (part == "dev")]


def ukrainian() -> list[Article]:
    """The thirty Ukrainian articles."""
    return [_article(record) for record in _records("claims/uk.jsonl")]


def seed() -> dict[str, Any]:
    """The seed article with its attributions, quantities and disagreements, as annotated."""
    return dict(json.loads((SHARED / "claims/seed.json").read_text("utf-8")))


def _records(name: str) -> Iterable[dict[str, Any]]:
    with (SHARED / name).open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _day(name: str) -> str:
    match = _DATE.search(name)
    return match.group() if match else ""


def _article(record: dict[str, Any]) -> Article:
    return Article(
        record["id"],
        record["lang"],
        record["text"],
        tuple(
            Attribution(
                _many(one["source"]), one["cue"], one["content"], one.get("kind", ""), one.get("nested_in") is not None
            )
            for one in record["attributions"]
        ),
    )


def _many(source: Any) -> Spans:
    """A source as a list of spans: null is none, one span is a list of one."""
    if not source:
        return ()
    return [source] if isinstance(source[0], int) else list(source)


def found_in(article: Article) -> list[Attribution]:
    """What `find_claims` finds, in the shape of the labels."""
    return [_attribution(claim) for claim in find_claims(article.text, language=article.language)]


def _attribution(claim: Claim) -> Attribution:
    source = [claim.source] if claim.source else []
    return Attribution(source, claim.cue, claim.content, claim.kind, claim.nested_in is not None)


def measure(articles: Sequence[Article], find: Callable[[Article], Sequence[Attribution]] = found_in) -> list[Score]:
    """Token scores of source, cue and content, and the exact score.

    Tokens are words and marks. For each role, a token counts once an article: it is labelled when any attribution has
    it in that role, and found alike (micro-averaged over articles). Exact: source, cue and content of one attribution
    all cover the same tokens as one labelled attribution; each label is used once.
    """
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for article in articles:
        starts = [match.start() for match in _TOKEN.finditer(article.text)]
        got = find(article)
        for role in ROLES:
            labelled = _tokens(starts, (span for one in article.attributions for span in getattr(one, role)))
            taken = _tokens(starts, (span for one in got for span in getattr(one, role)))
            right[role] += len(labelled & taken)
            found[role] += len(taken)
            wanted[role] += len(labelled)
        labels = Counter(_whole(starts, one) for one in article.attributions)
        answers = Counter(_whole(starts, one) for one in got)
        right["exact"] += (labels & answers).total()
        found["exact"] += answers.total()
        wanted["exact"] += labels.total()
    return [Score(name, right[name], found[name], wanted[name]) for name in (*ROLES, "exact")]


def _tokens(starts: Sequence[int], spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Numbers of the tokens that begin within the spans."""
    return frozenset(
        index for start, end in spans for index in range(bisect_left(starts, start), bisect_left(starts, end))
    )


def _whole(starts: Sequence[int], one: Attribution) -> tuple[frozenset[int], ...]:
    return tuple(_tokens(starts, getattr(one, role)) for role in ROLES)


def measure_kinds(articles: Sequence[Article]) -> list[Score]:
    """Exact score of each kind of labelled attribution (recall only makes sense: `found` is what matched)."""
    scores: dict[str, list[int]] = {}
    for article in articles:
        starts = [match.start() for match in _TOKEN.finditer(article.text)]
        answers = {_whole(starts, one) for one in found_in(article)}
        for one in article.attributions:
            tally = scores.setdefault(shape_of(article.text, one), [0, 0])
            tally[0] += _whole(starts, one) in answers
            tally[1] += 1
    return [Score(name, hit, hit, total) for name, (hit, total) in sorted(scores.items(), key=lambda x: -x[1][1])]


def shape_of(text: str, one: Attribution) -> str:
    """The shape of an attribution: where the content stands to the cue, quoted or not."""
    if not one.cue or not one.content:
        return "no cue"
    quoted = "quoted" if text[one.content[0][0]] in "\"“«„'" else "plain"
    if not one.source:
        return f"no source, {quoted}"
    return f"content {'after' if one.content[0][0] > one.cue[0][0] else 'before'} the cue, {quoted}"


@dataclass(frozen=True, slots=True)
class SeedResult:
    """The seed article: how many of its claims are found, with the right speaker; whether its disagreement is."""

    wanted: int
    found: int
    speakers: int
    disagreements: Agreement


def measure_seed() -> SeedResult:
    """Find the claims of the seed; one counts when cue and content overlap a label's, and half its content's tokens.

    A speaker is right when its span overlaps the label's fullest mention, or neither is given.
    """
    record = seed()
    text = record["text"]
    claims = find_claims(text, language="en")
    hits = [(label, _matching(claims, label)) for label in record["attributions"]]
    speakers = sum(claim is not None and _same_speaker(claim, label) for label, claim in hits)
    now = datetime(2024, 7, 26, tzinfo=UTC)
    stories = [StoryClaim(f"{n:03}", "seed", "seed", now, "en", text, claim) for n, claim in enumerate(claims)]
    return SeedResult(len(hits), sum(claim is not None for _, claim in hits), speakers, agree(stories))


def _matching(claims: Sequence[Claim], label: dict[str, Any]) -> Claim | None:
    for claim in claims:
        shared = sum(_shared(a, b) for a in claim.content for b in label["content"])
        size = sum(end - start for start, end in label["content"])
        if any(_shared(a, b) for a in claim.cue for b in label["cue"]) and shared * 2 >= size:
            return claim
    return None


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _same_speaker(claim: Claim, label: dict[str, Any]) -> bool:
    if label["speaker_span"] is None:
        return claim.source is None
    return claim.speaker is not None and _shared(claim.speaker.span, label["speaker_span"]) > 0


def measure_speed(articles: Sequence[Article]) -> float:
    """Articles a second of one core's time."""
    find_claims(articles[0].text, language=articles[0].language)
    start = time.process_time()
    for article in articles:
        find_claims(article.text, language=article.language)
    return len(articles) / (time.process_time() - start)


def without_nested(article: Article) -> list[Attribution]:
    """What is found but for nested claims: PolNeAR labels none within another's content."""
    return [one for one in found_in(article) if not one.nested]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", action="store_true", help="measure PolNeAR's train part too")
    arguments = parser.parse_args()
    sets = [("polnear dev", polnear("dev")), ("uk", ukrainian())]
    if arguments.train:
        sets.append(("polnear train", polnear("train")))
    for name, articles in sets:
        print(f"\n{name}: {len(articles)} articles, {measure_speed(articles):.0f} articles a second of one core")
        _print(measure(articles))
        if name.startswith("polnear"):
            print("  without nested claims")
            _print(measure(articles, without_nested))
        for score in measure_kinds(articles):
            print(f"    {score.name:34} {score.wanted:6} labelled, {score.recall:.3f} found exactly")
    result = measure_seed()
    print(f"\nseed: {result.found} of {result.wanted} claims found, {result.speakers} with the right speaker")
    for conflict in result.disagreements.disagreements:
        print(
            "  disagreement:", conflict.unit, [(voice.speaker, _counts(voice.quantities)) for voice in conflict.voices]
        )


def _counts(quantities: Sequence[Any]) -> list[str]:
    return [f"{quantity.low:g} {quantity.unit}" for quantity in quantities if quantity.low is not None]


def _print(scores: Sequence[Score]) -> None:
    for score in scores:
        print(f"    {score.name:8} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")


if __name__ == "__main__":
    main()

"""Step 8: who said what, where and when; it follows publishing, so that news never waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

from svizho.articles.models import Article
from svizho.attributing import (
    Change,
    Claim,
    Disagreement,
    Quantity,
    Span,
    Speaker,
    StoryClaim,
    Voice,
    agree,
    find_claims,
)
from svizho.claims.actions import NewClaim, NewMoment, NewPlace, keep_agreement, record
from svizho.claims.facts import claims_of_story
from svizho.claims.models import Claim as StoredClaim
from svizho.locating import Place, find_places
from svizho.steps.deed import Write
from svizho.steps.workbench import Workbench
from svizho.stories.facts import story_of
from svizho.timing import Moment, find_moments

# Longer texts are transcripts and laws; what matters to a reader stands before this many characters.
READ_CHARS = 40_000

# Words that stand for somebody and are nobody's name: where the article does not say who, a reader learns nothing.
# fmt: off
NOBODY = frozenset({
    "який", "яка", "яке", "які", "яку", "якого", "якої", "яким", "яких", "що", "хто", "там", "тут", "про", "це", "цей",
    "ця", "ці", "который", "которая", "которое", "которые", "что", "кто", "это",
    "which", "that", "who", "whom", "there", "this", "these", "those", "it", "what",
})
# fmt: on


def attribute_article(article: Article, bench: Workbench) -> Write:
    """Find claims, places and moments of a published article."""
    text = article.text[:READ_CHARS]
    claims = find_claims(text, language=article.language)
    # The headline says where, so it comes first; spans of places count from its beginning.
    home = article.source.country or bench.settings.site.country
    places = find_places(f"{article.title}\n\n{text}", language=article.language, home_country=home)
    # "Yesterday" is a day of the reader's calendar, not of UTC's.
    when = article.happened_at.astimezone(ZoneInfo(bench.settings.site.timezone))
    moments = find_moments(text, language=article.language, published=when)

    def write() -> None:
        record(
            article,
            _told_claims(claims, text),
            [_new_place(place) for place in places],
            [_new_moment(moment, text) for moment in moments],
        )
        _compare(article, bench)

    return write


def _told_claims(claims: Sequence[Claim], text: str) -> list[NewClaim]:
    """Give the claims to keep, in order; those that stood in one which is not kept stand alone."""
    kept = [index for index, claim in enumerate(claims) if _names_somebody(claim, text)]
    numbers = {index: number for number, index in enumerate(kept)}
    return [
        replace(new_claim(claims[index], text), nested_in=numbers.get(nested) if nested is not None else None)
        for index in kept
        for nested in [claims[index].nested_in]
    ]


def _names_somebody(claim: Claim, text: str) -> bool:
    """Say whether a reader could tell whose words a claim gives, be it somebody without a name."""
    told = claim.speaker.name or claim.speaker.role if claim.speaker else claim.source.of(text) if claim.source else ""
    first = told.split(maxsplit=1)[0].lower() if told.strip() else ""
    return claim.anonymous or (bool(first) and first not in NOBODY)


def new_claim(claim: Claim, text: str) -> NewClaim:
    """Put a claim in the form that is stored: its words run from its first to its last character."""
    spans = [*claim.content, *claim.cue, *([claim.source] if claim.source else [])]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    speaker = claim.speaker
    return NewClaim(
        speaker_name=speaker.name if speaker else "",
        speaker_words=claim.source.of(text) if claim.source else "",
        role=speaker.role if speaker else "",
        kind=claim.kind,
        anonymous=claim.anonymous,
        anonymity_reason=claim.anonymity_reason,
        source_span=claim.source,
        cue_spans=claim.cue,
        content_spans=claim.content,
        quote=text[start:end],
        quote_start=start,
        quantities=[asdict(quantity) for quantity in claim.quantities],
        nested_in=claim.nested_in,
        via=claim.via,
    )


def _new_place(place: Place) -> NewPlace:
    return NewPlace(
        geonameid=place.geonameid,
        name=place.name,
        ukrainian=place.ukrainian,
        country=place.country,
        kind=place.kind,
        latitude=place.latitude,
        longitude=place.longitude,
        role=place.role,
        span=(place.span[0], place.span[1]),
    )


def _new_moment(moment: Moment, text: str) -> NewMoment:
    start, end = moment.sentence_span
    return NewMoment(
        start=moment.start,
        precision=moment.precision,
        background=moment.background,
        words=text[start:end],
        span=(moment.span[0], moment.span[1]),
    )


def _compare(article: Article, bench: Workbench) -> None:
    """Set the claims of the article's story against each other anew."""
    story = story_of(article)
    if story is None:
        return
    rows = {str(row.pk): row for row in claims_of_story(story)}
    agreement = agree([_story_claim(row) for row in rows.values()])
    keep_agreement(
        story,
        disagreements=[_told(found, rows) for found in agreement.disagreements],
        updates=[_told(found, rows) for found in agreement.updates],
        claims=len(rows),
        now=bench.now(),
    )


def _story_claim(row: StoredClaim) -> StoryClaim:
    return StoryClaim(
        id=str(row.pk),
        report=str(row.article_id),
        publisher=row.article.source.name,
        time=row.article.happened_at,
        language=row.article.language,
        text=row.article.text[:READ_CHARS],
        claim=_claim_of(row),
    )


def _claim_of(row: StoredClaim) -> Claim:
    """Make a claim again out of its row, as far as comparing needs it."""
    speaker = None
    if row.source_span is not None:
        name = row.speaker.name if row.speaker else ""
        speaker = Speaker(name, row.role or row.speaker_words, Span(*row.source_span))
    return Claim(
        source=Span(*row.source_span) if row.source_span else None,
        cue=tuple(Span(*span) for span in row.cue_spans),
        content=tuple(Span(*span) for span in row.content_spans),
        kind=row.kind,  # type: ignore[arg-type]
        anonymous=row.anonymous,
        anonymity_reason=row.anonymity_reason,
        speaker=speaker,
        quantities=tuple(_quantity_of(stored) for stored in row.quantities),
        nested_in=row.nested_in,
        via=tuple(row.via),
    )


def _quantity_of(stored: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**stored, "span": Span(*stored["span"])})


def _told(found: Disagreement | Change, rows: Mapping[str, StoredClaim]) -> dict[str, object]:
    """Put a disagreement or a changed value in the form that is stored and shown."""
    return {"unit": found.unit, "voices": [_voice(voice, rows[voice.claim]) for voice in found.voices]}


def _voice(voice: Voice, row: StoredClaim) -> dict[str, object]:
    text = row.article.text
    return {
        "claim": row.pk,
        "article": row.article_id,
        "source": row.article.source.name,
        "speaker": voice.speaker,
        "anonymous": row.anonymous,
        "time": voice.time.isoformat(),
        "words": ", ".join(quantity.span.of(text) for quantity in voice.quantities),
    }

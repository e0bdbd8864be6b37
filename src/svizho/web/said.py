"""Claims as pages show them: by speaker, each a short quotation with its cue marked, its source and its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from svizho.articles.models import Article
from svizho.claims.models import Claim
from svizho.sources.models import Policy
from svizho.web.cards import article_url, outlet_of
from svizho.web.values import Outlet

# A claim is a short quotation: no source's terms let us print more of a text that we may only cite.
LONGEST = 300
# A cue later than LONGEST is shown with so many characters before it.
BEFORE_CUE = 220

# Claims of one speaker that stand open; speakers on a story's page, those most heard first.
OPEN_CLAIMS, MOST_OF_ONE, MOST_SPEAKERS = 3, 12, 24


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a quotation; `cue` marks the words that attribute it."""

    text: str
    cue: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim: words of an article, never without their source, their time and the way to their context."""

    number: int
    pieces: tuple[Piece, ...]
    language: str
    outlet: Outlet
    at: datetime
    url: str
    in_context: bool
    via: str

    @property
    def text(self) -> str:
        """The words in one piece."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who claims are attributed to, as a story's page names them; `url` is "" for one without a page."""

    name: str
    language: str
    url: str
    role: str
    anonymous: bool
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one speaker says in a story: newest first, some of it folded."""

    teller: Teller
    claims: int
    sources: int
    open: tuple[Saying, ...]
    folded: tuple[Saying, ...]


def pieces_of(claim: Claim) -> tuple[Piece, ...]:
    """Cut a claim into pieces at its cues: at most LONGEST characters, ending at a word."""
    quote, cues = claim.quote, _cues(claim)
    start, end = _window(quote, cues)
    marked: list[Piece] = [Piece("… ", cue=False)] if start else []
    at = start
    for first, last in cues:
        if first >= at and last <= end:
            marked += [Piece(quote[at:first], cue=False), Piece(quote[first:last], cue=True)]
            at = last
    tail = quote[at:end].rstrip(" ,;:–—-") + "…" if end < len(quote) else quote[at:end]
    return tuple(piece for piece in (*marked, Piece(tail, cue=False)) if piece.text)


def _cues(claim: Claim) -> list[tuple[int, int]]:
    """Give the cues as stretches of the quotation, in order."""
    start, length = claim.quote_start, len(claim.quote)
    spans = sorted((first - start, last - start) for first, last in claim.cue_spans)
    return [(first, last) for first, last in spans if 0 <= first < last <= length]


def _window(quote: str, cues: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Choose the stretch that is shown: the beginning, unless the first cue stands beyond it."""
    if len(quote) <= LONGEST:
        return 0, len(quote)
    start = 0
    # Room for the "… " before and the "…" after.
    room = LONGEST - 3
    if cues and cues[0][1] > room:
        start = quote.find(" ", max(0, cues[0][0] - BEFORE_CUE)) + 1
        start = min(start, cues[0][0])
    if len(quote) - start <= room:
        return start, len(quote)
    end = quote.rfind(" ", start, start + room + 1)
    return start, end if end > start else start + room


def address_of(claim: Claim) -> tuple[str, bool]:
    """Give where a claim can be read, and whether it is its very sentence: that takes a text we may show."""
    article = claim.article
    whole = article.source.policy == Policy.FULL
    return (f"{article_url(article)}#c{claim.number}" if whole else article_url(article)), whole


def saying_of(claim: Claim) -> Saying:
    """Make the quotation of a claim."""
    url, in_context = address_of(claim)
    return Saying(
        number=claim.pk,
        pieces=pieces_of(claim),
        language=claim.article.language,
        outlet=outlet_of(claim.article.source),
        at=claim.article.happened_at,
        url=url,
        in_context=in_context,
        via=", ".join(claim.via),
    )


def teller_of(claim: Claim) -> Teller:
    """Name who a claim is attributed to: by name, else in the words of the article, else as nobody named."""
    speaker = claim.speaker
    if speaker and not claim.anonymous:
        url = reverse("speaker", args=[speaker.slug])
        return Teller(
            speaker.name[:1].upper() + speaker.name[1:],
            claim.article.language,
            url,
            claim.role or speaker.role,
            anonymous=False,
            why="",
        )
    words = claim.speaker_words or claim.role
    name = words[:1].upper() + words[1:] if words else gettext("Nobody is named")
    language = claim.article.language if words else ""
    return Teller(name, language, "", "", anonymous=claim.anonymous, why=_why(claim))


def _why(claim: Claim) -> str:
    """Say why an anonymous speaker is that, as far as the article tells."""
    if not claim.anonymous:
        return ""
    if claim.anonymity_reason == "said":
        return gettext("The report says that the speaker asked not to be named.")
    if claim.anonymity_reason == "nobody":
        return gettext("The report does not say whose words these are.")
    return gettext("The report gives no name.")


def told_by(claims: Sequence[Claim]) -> tuple[Told, ...]:
    """Gather a story's claims (newest first) by speaker: the named before the unnamed, the most heard first."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_key(claim), []).append(claim)
    order = sorted(groups.values(), key=lambda group: (_nameless(group[0]), -_sources(group), -len(group)))
    return tuple(_told(group) for group in order[:MOST_SPEAKERS])


def _key(claim: Claim) -> tuple[object, ...]:
    """Say which claims are one speaker's: a nameless one is another in each source."""
    if claim.speaker_id and not claim.anonymous:
        return ("name", claim.speaker_id)
    return (claim.anonymous, claim.article.source_id, (claim.speaker_words or claim.role).casefold())


def _nameless(claim: Claim) -> tuple[bool, bool]:
    return claim.anonymous, not claim.speaker_id


def _sources(claims: Sequence[Claim]) -> int:
    return len({claim.article.source_id for claim in claims})


def _told(group: Sequence[Claim]) -> Told:
    sayings = [saying_of(claim) for claim in _once(group)][:MOST_OF_ONE]
    return Told(teller_of(group[0]), len(group), _sources(group), tuple(sayings[:OPEN_CLAIMS]), tuple(sayings[3:]))


def _once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Leave out what the same source has in the same words once more."""
    seen = set()
    for claim in claims:
        key = (claim.article.source_id, claim.quote)
        if key not in seen:
            seen.add(key)
            yield claim


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a paragraph; `anchor` is the name of the claim that begins with it."""

    text: str
    anchor: str


def with_anchors(article: Article, shown: Sequence[str], claims: Sequence[Claim]) -> tuple[tuple[Stretch, ...], ...]:
    """Part the paragraphs of an article at its claims, so that a link can lead to each; needs the whole text.

    A claim that runs on into the next paragraph ends with its own; one that lies within another has an anchor of
    its own that is empty. Where a paragraph is not found in the text, it has no anchors.
    """
    parted: list[tuple[Stretch, ...]] = []
    at = 0
    for paragraph in shown:
        start = article.text.find(paragraph, at)
        if start < 0:
            parted.append((Stretch(paragraph, ""),))
            continue
        at = start + len(paragraph)
        inside = {claim.quote_start - start: claim for claim in reversed(claims) if start <= claim.quote_start < at}
        also = [claim for claim in claims if start <= claim.quote_start < at]
        parted.append(_parted(paragraph, inside, also, start))
    return tuple(parted)


def _parted(paragraph: str, inside: Mapping[int, Claim], claims: Sequence[Claim], start: int) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    at = 0
    for claim in claims:
        first = claim.quote_start - start
        if first < at or inside[first] is not claim:
            # Before the claim it lies in, where the eye lands first.
            stretches.insert(max(0, len(stretches) - 1), Stretch("", f"c{claim.number}"))
            continue
        end = min(first + len(claim.quote), len(paragraph))
        stretches += [Stretch(paragraph[at:first], ""), Stretch(paragraph[first:end], f"c{claim.number}")]
        at = end
    return tuple(each for each in (*stretches, Stretch(paragraph[at:], "")) if each.text or each.anchor)

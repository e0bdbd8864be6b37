"""How a report compares with other reports, one by one, in numbers for the judge of pairs to weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.columns import OFTEN, Floats, Serials
from svizho.grouping.shelf import Query, Shelf
from svizho.grouping.trees import Trees
from svizho.grouping.word_table import word_vectors
from svizho.grouping.words import KINDS, SLOT_BITS, SLOTS, Terms

# Likenesses of two reports, each about 0 for strangers and 1 for twins, NaN where one side has nothing to compare.
LIKENESSES = ("title_meaning", "body_meaning", "cross_meaning", "stream_title", "stream_body", "gist_title",
              "gist_body", "soft_words", "soft_least", "title_words", "body_words", "names", "numbers", "runs", "years",
              "lead_said", "lead_back", "figures_said", "figures_back", "stated", "copied", "alike")  # fmt: skip

# What the pair judge weighs: the likenesses but its own answer (`alike`), and facts of the pair.
PAIR_FEATURES = (*LIKENESSES[:-1], "hours", "same_language", "same_source", "shared_names", "shared_words", "length")

TITLE, BODY, NAMES, NUMBERS, RUNS, LEAD, FIGURES, YEARS = range(len(KINDS))

# What the lead tells is looked for in the whole of the other text: the kind of the lead, the kind it is looked for in.
LEADS = ((LEAD, NAMES), (FIGURES, NUMBERS))


@dataclass(frozen=True, slots=True)
class Found:
    """Where a report's terms stand in others: place of the other, place of the term in the report, parallel."""

    owners: NDArray[np.int64]
    terms: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A report against many others: likenesses (reports, LIKENESSES) and facts of each pair."""

    serials: Serials
    likenesses: Floats
    hours: Floats
    same_language: NDArray[np.bool_]
    same_source: NDArray[np.bool_]
    shared_names: Floats
    shared_words: Floats
    table: Floats
    found: Found

    def column(self, name: str) -> Floats:
        """One likeness of all pairs."""
        return self.likenesses[:, LIKENESSES.index(name)]


def compare(shelf: Shelf, query: Query, serials: Serials, judge: Trees | None) -> Pairs:
    """Compare a report with those of the given serials; without a judge of pairs nothing is said to be alike."""
    reading = query.reading
    languages = shelf.languages.rows[serials]
    same_language = languages == shelf.number("l:" + query.report.language)
    source = shelf.number("s:" + query.report.source if query.report.source else "")
    cosines, products, leads, found = _by_terms(shelf, reading.terms, serials)
    cosines[:, [TITLE, BODY]] = np.where(same_language[:, None], cosines[:, [TITLE, BODY]], np.nan)
    stated = 1 / (1 + np.abs(shelf.stated.rows[serials] - query.reading.stated) / 24)
    parts: list[NDArray[Any]] = [
        *_meanings(shelf, query, serials, languages), *_by_table(shelf, query, serials),
        cosines[:, [TITLE, BODY, NAMES, NUMBERS, RUNS, YEARS]], leads, stated, copied(shelf, query, serials),
    ]  # fmt: skip
    hours = np.abs(shelf.hours.rows[serials] - query.hours).astype(np.float32)
    same_source = (shelf.sources.rows[serials] == source) & (source > 0)
    shared_words = products[:, [TITLE, BODY]].max(axis=1)
    length = np.full(len(serials), len(reading.of("title").ids))
    facts: list[NDArray[Any]] = [hours, same_language, same_source, products[:, NAMES], shared_words, length]
    table = np.column_stack([*parts, *facts]).astype(np.float32)
    alike = np.full(len(serials), np.nan) if judge is None else judge.chances(table)
    likenesses = np.column_stack([table[:, : len(LIKENESSES) - 1], alike]).astype(np.float32)
    return Pairs(serials, likenesses, hours, same_language, same_source, products[:, NAMES], shared_words, table, found)


def _by_terms(shelf: Shelf, own: Terms, serials: Serials) -> tuple[Floats, Floats, Floats, Found]:
    """Compare terms of all kinds at once.

    Gives cosines (reports, KINDS), NaN where one is empty; sums of products of shared weights; how much of the lead's
    names and figures the other text says, and the other way round (reports, 4); and where the terms were found.
    """
    count, kinds = len(serials), len(KINDS)
    owners, theirs = shelf.terms.gathered(serials)
    own_rarity, rarity = shelf.terms.rarity(own.ids), shelf.terms.rarity(theirs.ids)
    own_weights, weights = own_rarity * OFTEN[own.counts], rarity * OFTEN.take(theirs.counts)
    shared = shelf.terms.looked_up(own.ids, own_weights, theirs.ids)
    keys = owners * kinds + (theirs.ids >> SLOT_BITS)
    size = count * kinds
    products = np.bincount(keys, shared * weights, size).reshape(count, kinds)
    squares = np.bincount(keys, weights * weights, size).reshape(count, kinds)
    own_squares = np.bincount(own.ids >> SLOT_BITS, own_weights * own_weights, kinds)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosines = (products / np.sqrt(squares * own_squares)).astype(np.float32)
    leads = _by_leads(shelf, own, own_rarity, (theirs, rarity, keys), count)
    hits = np.flatnonzero(shared)
    return cosines, products.astype(np.float32), leads, Found(owners[hits], np.searchsorted(own.ids, theirs.ids[hits]))


def _by_leads(
    shelf: Shelf, own: Terms, own_rarity: Floats, others: tuple[Terms, Floats, NDArray[np.int64]], count: int
) -> Floats:
    """How much of what a lead tells the other text says: said and back for names, then for figures, (reports, 4)."""
    theirs, rarity, keys = others
    own_kinds = own.ids >> SLOT_BITS
    marked: list[NDArray[np.int32]] = []
    for lead, whole in LEADS:
        marked.append(own.ids[own_kinds == lead] + (whole - lead) * SLOTS)
        marked.append(own.ids[own_kinds == whole] + (lead - whole) * SLOTS)
    hit = shelf.terms.looked_up(np.concatenate(marked), 1.0, theirs.ids)
    size = count * len(KINDS)
    held = np.bincount(keys, hit * rarity, size).reshape(count, len(KINDS))
    total = np.bincount(keys, rarity, size).reshape(count, len(KINDS))
    own_total = np.bincount(own_kinds, own_rarity, len(KINDS))
    shares: list[NDArray[np.float64]] = []
    with np.errstate(invalid="ignore", divide="ignore"):
        for lead, whole in LEADS:
            said = np.where(total[:, whole] > 0, held[:, whole] / own_total[lead], np.nan)
            back = np.where(own_total[whole] > 0, held[:, lead] / total[:, lead], np.nan)
            shares.extend((said, back))
    return np.column_stack(shares).astype(np.float32)


def _by_table(shelf: Shelf, query: Query, serials: Serials) -> list[Floats]:
    """Compare by the word table: gist of title and of body, then title words one by one: mean of both ways, least."""
    nothing = np.full(len(serials), np.nan, np.float32)
    gists = [
        _cosines(shelf.vectors_of(kind, serials), own, nothing)
        for kind, own in (("title_gist", query.title_gist), ("body_gist", query.body_gist))
    ]
    own = query.reading.title_rows
    theirs = [shelf.title_rows[serial] for serial in serials]
    lengths = np.array([len(rows) for rows in theirs])
    filled = np.flatnonzero(lengths)
    if not len(own) or not len(filled):
        return [*gists, nothing, nothing]
    flat = np.concatenate(theirs)
    vectors, rarity = word_vectors()
    cosines = vectors[flat] @ vectors[own].T
    starts = (np.cumsum(lengths) - lengths)[filled]
    there = np.maximum.reduceat(cosines, starts, axis=0) @ rarity[own] / rarity[own].sum()
    weights = rarity[flat]
    back = np.add.reduceat(cosines.max(axis=1) * weights, starts) / np.add.reduceat(weights, starts)
    mean, least = nothing.copy(), nothing.copy()
    mean[filled], least[filled] = (there + back) / 2, np.minimum(there, back)
    return [*gists, mean, least]


def copied(shelf: Shelf, query: Query, serials: Serials) -> Floats:
    """Share of the shorter text's shingles that stand in the other too; NaN where one has none."""
    own = query.reading.shingles
    shares = np.full(len(serials), np.nan, np.float32)
    if not len(own):
        return shares
    theirs = [shelf.shingles[serial] for serial in serials]
    lengths = np.array([len(one) for one in theirs])
    if not lengths.any():
        return shares
    flat = np.concatenate(theirs)
    # Most are strangers': a look at 16 bits of each spares the search.
    flags = np.zeros(1 << 16, np.bool_)
    flags[own & 0xFFFF] = True
    likely = np.flatnonzero(flags.take(flat & 0xFFFF))
    places = np.minimum(np.searchsorted(own, flat[likely]), len(own) - 1)
    hits = likely[own[places] == flat[likely]]
    shared = np.bincount(np.repeat(np.arange(len(theirs)), lengths)[hits], minlength=len(theirs))
    filled = lengths > 0
    shares[filled] = shared[filled] / np.minimum(lengths[filled], len(own))
    return shares


def _meanings(shelf: Shelf, query: Query, serials: Serials, languages: NDArray[np.int32]) -> list[Floats]:
    """Cosines of title and title, body and body, the better of title and body; then less what the languages share."""
    nothing = np.full(len(serials), np.nan, np.float32)
    titles, bodies = shelf.vectors_of("title", serials), shelf.vectors_of("body", serials)
    own_title, own_body = query.title_vector, query.body_vector
    same = _cosines(titles, own_title, nothing)
    body = _cosines(bodies, own_body, nothing)
    cross = np.fmax(_cosines(bodies, own_title, nothing), _cosines(titles, own_body, nothing))
    own = shelf.number("l:" + query.report.language)
    streams = [
        _less_means(shelf, kind, rows, vector, languages, own, nothing)
        for kind, rows, vector in (("title", titles, own_title), ("body", bodies, own_body))
    ]
    return [same, body, cross, *streams]


def _less_means(
    shelf: Shelf, kind: str, rows: Floats | None, vector: Floats | None, languages: NDArray[np.int32], own: int,
    nothing: Floats,
) -> Floats:  # fmt: skip
    """Cosines after what the stream's last reports of each language have in common is taken away."""
    if rows is None or vector is None or rows.shape[1] != len(vector):
        return nothing
    found, places = np.unique(languages, return_inverse=True)
    means = np.stack([shelf.stream_mean(kind, int(language)) for language in found])
    filled = rows.any(axis=1)
    moved, mine = rows - means[places], vector - shelf.stream_mean(kind, own)
    lengths = np.sqrt(np.einsum("ij,ij->i", moved, moved)) * float(np.linalg.norm(mine))
    return np.where(filled, moved @ mine / np.maximum(lengths, 1e-6), np.nan).astype(np.float32)


def _cosines(rows: Floats | None, own: Floats | None, nothing: Floats) -> Floats:
    if rows is None or own is None or rows.shape[1] != len(own):
        return nothing
    return np.where(rows.any(axis=1), rows @ own, np.nan).astype(np.float32)

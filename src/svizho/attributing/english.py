"""Finds attributions in English: verbs before, inside and after what was said, nouns, adjectives, "according to"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from svizho.attributing.english_contents import Contents
from svizho.attributing.english_nouns import find_light, find_nominal
from svizho.attributing.english_phrases import group_start, object_end, speaker_after, subject_before
from svizho.attributing.english_tags import ALWAYS_VERBS, tag_words
from svizho.attributing.finding import Found, Scene, Tokens
from svizho.attributing.lexicons import EnglishVerb, english_cues, word_set
from svizho.attributing.reading import Reading

_ASKING = word_set("ask press question")
_ASKED = word_set("to about on if whether why how what when who where")
# Words that take up what was just said, and the tokens of a quotation too short to be speech.
_REFERRING = word_set("this that these those it they")
_FEW = 5
# Words that lead on to a verb, which is then the one that attributes.
_CHAINING_ADJECTIVES = word_set(
    "quick able ready eager free reluctant unwilling willing set expected likely careful keen"
)
_CHAINING = _CHAINING_ADJECTIVES | word_set(
    "went goes go going gone continue continued continues continuing begin began begins beginning start started starts "
    "try tried tries trying attempt attempted attempting attempts sought seeking seeks decide decided chose "
    "decline declined declines declining refuse refused refuses refusing fail failed fails failing used hesitate "
    "hesitated appear appeared appears seem seemed seems tend tends tended stop stopped keep keeps kept keeping "
    "came rush rushed proceed proceeded"
)
_SAYING = word_set(
    "say add note write tell report claim insist state argue explain tweet ask announce warn reply declare recall "
    "joke continue conclude observe suggest predict think believe acknowledge admit complain respond quip agree "
    "remark post boast lament muse concede assert maintain wonder urge stress emphasize gush vow promise shout"
)


def find_english(reading: Reading) -> list[Found]:
    """All attributions of an English text in order of their cues, nested ones among them."""
    scene = Scene(reading, tag_words(reading))
    telling = english_cues().telling
    candidates = [index for index, word in enumerate(reading.lower) if word in telling]
    at = 0
    for first, last in reading.sentences:
        end = bisect_left(candidates, last, at)
        _Sentence(scene, first, last).search(candidates[at:end])
        at = end
    _carry_on(scene)
    return scene.found


def _carry_on(scene: Scene) -> None:
    """Give a quoted sentence without a cue of its own to the speaker quoted right before it.

    "The ministry said “an understanding was reached.” This would include “training and joint work.”"
    """
    reading = scene.reading
    following = dict(reading.sentences)
    cued = {scene.reading.starts[part[0]] for one in scene.found for part in one.cue}
    for one in scene.found:
        first = one.content[-1][1]
        last = following.get(first)
        if last is None or scene.tags[first - 1] != "q" or one.how not in ("before", "after", "inverted"):
            continue
        begin, end = reading.starts[first], reading.ends[last - 1]
        opens = reading.lower[first] in _REFERRING
        if opens and _quotes_speech(reading, first, last) and not any(begin <= cue < end for cue in cued):
            one.content.append((first, last))


def _quotes_speech(reading: Reading, first: int, last: int) -> bool:
    """Whether a quotation of some words lies within a sentence."""
    quotes = {reading.quote_of[index] for index in range(first, last)} - {-1}
    return any(reading.quotations[quote].last - reading.quotations[quote].first > _FEW for quote in quotes)


class _Sentence(Contents):
    """The search through one sentence: each cue word in turn, the subject kept for verbs that share it."""

    def search(self, candidates: Sequence[int]) -> None:
        """Look at each word that may attribute; those within quotations are the quoted person's words."""
        cues, lower, quote_of = english_cues(), self.lower, self.reading.quote_of
        triggers = cues.triggers
        label = self._by_label()
        if label is not None:
            self.scene.found.append(label)
            return
        for index in candidates:
            word = lower[index]
            if quote_of[index] >= 0 and not self._short_quote(quote_of[index]):
                continue
            entry = cues.verbs.get(word)
            tag = self.tags[index]
            found: Found | None = None
            if word in cues.light and tag in "VBGL":
                found = find_light(self.scene, index, self.first, self.last, self.subject)
            if found is None and entry is not None and (tag in "VBGL" or (index == self.first and word == "asked")):
                found = self._by_verb(index, entry[0])
            elif word in cues.seeming and tag in "VBG":
                found = self._by_seeming(index)
            if found is None and word in triggers:
                found = find_nominal(self.scene, index, self.first, self.last, self.subject)
            if found is not None and found.content:
                self.scene.found.append(found)
                self.subject = found.source or self.subject

    def _by_label(self) -> Found | None:
        """'MODERATOR: Good evening.' in a transcript: the name before the colon that opens a paragraph speaks."""
        colon = self.first + 1
        while colon < min(self.first + 5, self.last) and self.tags[colon] in "E":
            colon += 1
        if colon >= self.last or self.lower[colon] != ":":
            return None
        title = self.first == 0 and self.tags[0] in "EN"
        if not (title or self.reading.words[self.first].isupper()) or self._within_line():
            return None
        line = self.reading.text.find("\n", self.reading.starts[colon])
        end = self.reading.token_at(line) if line >= 0 else len(self.tags)
        end = min(end, self.last) if title else end
        while end > colon + 1 and self.tags[end - 1] == ".":
            end -= 1
        return (
            None if end <= colon + 1 else Found((self.first, colon), [(colon, colon + 1)], [(colon + 1, end)], "label")
        )

    def _within_line(self) -> bool:
        """Whether the sentence begins in the middle of a line."""
        before = self.reading.text[: self.reading.starts[self.first]].rstrip(" \u00a0")
        return bool(before) and before[-1] != "\n"

    def _short_quote(self, quote: int) -> bool:
        """Whether a quotation is a few words within the sentence, not a speech."""
        quotation = self.reading.quotations[quote]
        return quotation.last - quotation.first < 5

    def _by_verb(self, index: int, verb: EnglishVerb) -> Found | None:
        """An attribution by a verb, or None where the verb does not attribute here."""
        tags, before = self.tags, self.lower[index - 1] if index > self.first else ""
        if verb.lemma == "blame" and self.lower[index + 1 : index + 2] == ["on"]:
            return self._blamed(index)
        if verb.lemma in _ASKING and (before == "when" or (index == self.first and tags[index] in "LVE")):
            return self._asked(index)
        if before == "as" and self.lower[index + 1 : index + 2] == ["by"]:
            return self._as_told_by(index)
        start = self._group(index)
        if start is None:
            return None
        group = tags[start:index]
        if tags[index] in "LV" and "A" in group:
            return self._by_passive(start, index, verb)
        idle = (
            (tags[index] == "L" and "H" not in group)
            or (tags[index] == "G" and "A" not in group and not self._free_participle(start))
            or (tags[index] == "B" and not group and tags[start - 1 : start] in ("D", "J", "I"))
        )
        return None if idle else self._by_active(start, index, verb)

    def _by_active(self, start: int, index: int, verb: EnglishVerb) -> Found | None:
        """An attribution by a verb whose subject says it."""
        tags = self.tags
        inverted = self._inverted(index, start, verb)
        if inverted is not None:
            return inverted
        if start > self.first + 1 and start == index and tags[start - 1] == "R" and tags[start - 2] in ",)":
            start -= 1  # "Mr. Kirk, who is 80, also noted ..."
        source = self._subject_of(start, index)
        return None if source is None else self._placed(source, start, index, verb)

    def _group(self, index: int) -> int | None:
        """First token of the verb's group with the verbs that lead on to it; None for a bare "to" + verb."""
        tags = self.tags
        start = group_start(tags, index, self.first)
        if tags[start] == "T" or (tags[index] == "G" and start > self.first and tags[start - 1] in "VBRI"):
            chained = self._chained(start)
            if chained is None and tags[start] == "T":
                return None  # "the need to explain", "hard to imagine": nobody is said to do it
            start = start if chained is None else chained
        return start

    def _chained(self, start: int) -> int | None:
        """Where a chain of verbs begins that leads to the one at `start`: "went on to [say]", "was quick to [add]"."""
        at = start - 1
        while at > self.first and self.tags[at] == "R" and self.lower[at] not in _CHAINING:
            at -= 1
        if self.lower[at] in ("on", "out") and at > self.first:
            at -= 1
        if at <= self.first or self.lower[at] not in _CHAINING:
            return None
        begin = group_start(self.tags, at, self.first)
        if self.lower[at] in _CHAINING_ADJECTIVES and "A" not in self.tags[begin:at]:
            return None
        found = self.scene.found
        return None if found and begin <= found[-1].anchor < start else begin

    def _as_told_by(self, index: int) -> Found | None:
        """'As reported by the paper, the plan failed' and 'the plan failed, as reported by the paper'."""
        source = speaker_after(self.reading, self.tags, index + 2, self.last)
        if source is None:
            return None
        if index - 1 == self.first:
            comma = self.tags.find(",", source[0], self.last)
            end = object_end(self.reading, self.tags, comma + 1, self.last) if comma >= 0 else 0
            return (
                Found((source[0], comma), [(index, index + 2)], [(comma + 1, end)], "as") if end > comma + 1 else None
            )
        content = self._back(index - 1)
        return Found(source, [(index, index + 2)], [content], "as") if content is not None else None

    def _asked(self, index: int) -> Found | None:
        """'Asked by a reporter if ...', 'when asked about the fine, he said': the content runs to the comma."""
        start = index + 1
        source: Tokens | None = None
        if self.lower[start : start + 1] == ["by"]:
            source = speaker_after(self.reading, self.tags, start + 1, self.last)
            start = source[1] if source else start
        elif self.tags[start : start + 1] == "d":
            start += 1
        if start + 1 >= self.last or self.lower[start] not in _ASKED:
            return None
        comma = self.tags.find(",", start, self.last)
        end = comma if comma >= 0 else object_end(self.reading, self.tags, start, self.last)
        about = self.lower[start] in ("about", "on")
        cue = [(index, start + 1)] if about and source is None and start == index + 1 else [(index, index + 1)]
        return Found(source, cue, [(start + int(about), end)], "passive")

    def _blamed(self, index: int) -> Found | None:
        """'a strike blamed on those groups': nobody is named; the thing and whom it is laid to are the content."""
        subject = subject_before(self.reading, self.tags, index, self.first)
        blamed = speaker_after(self.reading, self.tags, index + 2, self.last)
        if subject is None or blamed is None:
            return None
        return Found(None, [(index, index + 2)], [subject, blamed], "passive")

    def _free_participle(self, start: int) -> bool:
        """Whether an -ing form hangs on the sentence's subject (", saying ..."), not a noun's or a gerund subject."""
        before = self.tags[start - 1 : start] if start > self.first else ""
        return before in (",", "-", "C", "I", "N", "E", "d", "q", ")", ";")

    def _subject_of(self, start: int, index: int) -> Tokens | None:
        """The subject of the verb group at `start`: its own noun phrase, or the one it shares with the verb before."""
        tags = self.tags
        before = tags[start - 1 : start] if start > self.first else ""
        group = tags[start : index + 1]
        if tags[index] == "G" and before in ("N", "E", "U") and "A" not in group:
            return subject_before(self.reading, tags, start, self.first)
        shared = before == "C" or (tags[index] == "G" and "A" not in group) or before in ",-"
        if before in (",", "-") and tags[index] != "G":
            own = subject_before(self.reading, tags, start, self.first)
            if own is not None:
                return own
        if shared:
            return self.subject or self._first_subject(start)
        return subject_before(self.reading, tags, start, self.first)

    def _first_subject(self, stop: int) -> Tokens | None:
        """The subject of the sentence's first finite verb before `stop`."""
        tags = self.tags
        for index in range(self.first, stop):
            if tags[index] in "VMHA" and self.reading.quote_of[index] < 0:
                start = group_start(tags, index, self.first)
                subject = subject_before(self.reading, tags, start, self.first)
                if subject is not None and tags[subject[0]] != "W":
                    return subject
        return None

    def _inverted(self, index: int, start: int, verb: EnglishVerb) -> Found | None:
        """'..., said the mayor': the verb right after the content, its subject after it."""
        tags = self.tags
        if (
            start != index
            or index <= self.first
            or (verb.lemma not in _SAYING and not ("c" in verb.frames and self.tags[index - 1] == "q"))
            or tags[index] not in "VB"
        ):
            return None
        if tags[index - 1] not in ",q-" or index + 1 >= self.last or tags[index + 1] not in "DPEJNS":
            return None
        source = speaker_after(self.reading, tags, index + 1, self.last)
        content = self._back(index)
        if source is None or content is None:
            return None
        if self.reading.quote_of[content[1] - 1] < 0:
            own = subject_before(self.reading, tags, index, self.first)
            if (source[1] < self.last and tags[source[1]] not in ".;") or own is not None:
                return None
        return Found(source, [(index, index + 1)], self._with_rest([content], source[1]), "inverted")

    def _placed(self, source: Tokens, start: int, index: int, verb: EnglishVerb) -> Found | None:
        """Decide whether the content stands after the verb or before the subject."""
        inserted = self._inserted(source, index) if "c" in verb.frames else None
        if inserted is not None:
            return Found(source, [(start, index + 1)], inserted, "around")
        parted = self._parted(source, index) if "c" in verb.frames else None
        if parted is not None:
            return Found(source, [(start, index + 1)], parted, "around")
        as_said = self._as_said(index)
        if as_said is not None:
            return Found(source, [(start, index + 1)], [as_said], "before")
        after = self._after(index, verb)
        if after is not None:
            cue_end, content = after
            within = self._within_relative(content)
            if self.lower[source[0]] == "who":
                content = within
            elif within != content and self.tags[index] == "V" and self.lower[within[1]] in ALWAYS_VERBS:
                return None  # "people [briefed on the talks] say": no verb of its own
            return Found(source, [(start, cue_end)], [content], "before")
        if "c" in verb.frames:
            content_back = self._back(source[0])
            if content_back is not None and (self._quoted(content_back) or self._stated(content_back, verb)):
                cue_end = self._setting_end(index + 1)
                parts = self._with_rest([content_back], index + 1)
                if len(parts) > 1 or content_back[1] - content_back[0] > 1:
                    return Found(source, [(start, cue_end)], parts, "after")
        return None

    def _by_passive(self, start: int, index: int, verb: EnglishVerb) -> Found | None:
        """'is expected to win', 'was said to have', 'were criticized by X': the subject belongs to the content."""
        lower, tags = self.lower, self.tags
        subject = subject_before(self.reading, tags, start, self.first)
        if subject is None:
            return None
        rest_end = object_end(self.reading, tags, index + 1, self.last)
        by = next((i for i in range(index + 1, rest_end) if lower[i] == "by"), None)
        if by is not None and by <= index + 2:
            agent = speaker_after(self.reading, tags, by + 1, rest_end)
            if agent is not None:
                return Found(agent, [(start, by + 1)], [subject], "passive")
        if lower[index] not in english_cues().passives:
            return None
        cue_end = index + 1
        if cue_end < self.last and lower[cue_end] in ("about", "of", "for", "as"):
            cue_end += 1
        if rest_end <= cue_end:
            return None
        told = "l" in verb.frames and "T" not in tags[cue_end : cue_end + 1]  # whom it was told is no part of it
        empty = lower[subject[0]] == "it" and tags[cue_end : cue_end + 1] in ("K", "W", "T")
        parts = [(cue_end, rest_end)] if told or empty else [subject, (cue_end, rest_end)]
        return Found(None, [(start, cue_end)], parts, "passive")

    def _by_seeming(self, index: int) -> Found | None:
        """'seems to be', 'appeared ready': nobody says it; the subject and the rest are the content."""
        tags = self.tags
        start = group_start(tags, index, self.first)
        subject = subject_before(self.reading, tags, start, self.first)
        if subject is None or english_cues().seeming[self.lower[index]]:
            return None
        cue_end = index + 1
        if tags[cue_end : cue_end + 1] not in ("T", "J", "L", "I", "R", "D", "G"):
            return None
        end = object_end(self.reading, tags, cue_end, self.last)
        return Found(None, [(start, cue_end)], [subject, (cue_end, end)], "passive") if end > cue_end else None

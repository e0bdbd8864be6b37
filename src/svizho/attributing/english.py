"""Finds attributions in English: verbs before, inside and after what was said, nouns, adjectives, "according to"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from svizho.attributing.english_nouns import find_nominal
from svizho.attributing.english_phrases import group_start, object_end, speaker_after, subject_before
from svizho.attributing.english_tags import tag_words
from svizho.attributing.finding import Found, Scene, Tokens
from svizho.attributing.lexicons import EnglishVerb, english_cues, word_set
from svizho.attributing.reading import Reading

_CLAUSE_OPENERS = word_set("that whether if how why what when where who which there")
_FAR_OPENERS = word_set("that whether if how")
_NO_OBJECT = word_set("say add tell report write")
_ASKING = word_set("ask press question")
_ASKED = word_set("about on if whether why how what when who where")
# A colon so near the verb opens what is said ("he went on to say: ..."); one far off opens a list.
_COLON_REACH = 3
# Words that take up what was just said, and the tokens of a quotation too short to be speech.
_REFERRING = word_set("this that these those it they")
_FEW = 5
_TELLING = word_set("tell assure remind inform")
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


class _Sentence:
    """The search through one sentence: each cue word in turn, the subject kept for verbs that share it."""

    def __init__(self, scene: Scene, first: int, last: int) -> None:
        self.scene, self.reading, self.tags = scene, scene.reading, scene.tags
        self.lower = scene.reading.lower
        self.first, self.last = first, last
        self.subject: Tokens | None = None

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
            if entry is not None and (tag in "VBGL" or (index == self.first and word == "asked")):
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
        tags = self.tags
        start = group_start(tags, index, self.first)
        group = tags[start:index]
        if verb.lemma == "blame" and self.lower[index + 1 : index + 2] == ["on"]:
            return self._blamed(index)
        if index == self.first and verb.lemma in _ASKING and tags[index] in "LVE":
            return self._asked(index)
        if tags[index] == "L" or (tags[index] == "V" and "A" in group):
            if "A" in group:
                return self._by_passive(start, index, verb)
            if "H" not in group:
                return None
        if tags[index] == "G" and "A" not in group and not self._free_participle(start):
            return None
        if tags[index] == "B" and not group and tags[start - 1 : start] in ("D", "J", "I"):
            return None
        inverted = self._inverted(index, start, verb)
        if inverted is not None:
            return inverted
        source = self._subject_of(start, index)
        if source is None:
            return None
        return self._placed(source, start, index, verb)

    def _asked(self, index: int) -> Found | None:
        """'Asked about the fine, he said ...': nobody is named who asked; the content runs to the comma."""
        start = index + 1
        if start + 1 >= self.last or self.lower[start] not in _ASKED:
            return None
        comma = self.tags.find(",", start, self.last)
        if comma < 0:
            return None
        begin = start + 1 if self.lower[start] in ("about", "on") else start
        return Found(None, [(index, begin)], [(begin, comma)], "passive")

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
        shared = before == "C" or "T" in group or (tags[index] == "G" and "A" not in group) or before in ",-"
        if before in (",", "-") and tags[index] != "G" and "T" not in group:
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
        if start != index or index <= self.first or verb.lemma not in _SAYING or tags[index] not in "VB":
            return None
        if tags[index - 1] not in ",q-" or index + 1 >= self.last or tags[index + 1] not in "DPEJNS":
            return None
        source = speaker_after(self.reading, tags, index + 1, self.last)
        content = self._back(index)
        if source is None or content is None:
            return None
        if self.reading.quote_of[content[1] - 1] < 0 and (source[1] < self.last and tags[source[1]] not in ".;"):
            return None
        return Found(source, [(index, index + 1)], self._with_rest([content], source[1]), "inverted")

    def _placed(self, source: Tokens, start: int, index: int, verb: EnglishVerb) -> Found | None:
        """Decide whether the content stands after the verb or before the subject."""
        as_said = self._as_said(index)
        if as_said is not None:
            return Found(source, [(start, index + 1)], [as_said], "before")
        after = self._after(index, verb)
        if after is not None:
            cue_end, content = after
            return Found(source, [(start, cue_end)], [content], "before")
        if "c" in verb.frames:
            content_back = self._back(source[0])
            if content_back is not None and content_back[1] - content_back[0] > 1:
                cue_end = self._setting_end(index + 1)
                return Found(source, [(start, cue_end)], self._with_rest([content_back], index + 1), "after")
        return None

    def _setting_end(self, start: int) -> int:
        """End of a cue behind its content: with a day ("said Friday") or "in a statement"."""
        if start < self.last and self.tags[start] == "d":
            return start + 1
        return start + 3 if self.lower[start : start + 3] == ["in", "a", "statement"] else start

    def _announced(self, index: int) -> tuple[int, Tokens] | None:
        """'He went on:' at the end of a paragraph: the content is the quotation that opens the next one."""
        last = self.last
        near = last - index <= 8 and last < len(self.tags) and self.lower[last - 1] == ":"
        if not near or self.reading.quote_of[last] < 0 or self.tags[last] != "q":
            return None
        return last, self._whole_quote(last)

    def _as_said(self, index: int) -> Tokens | None:
        """'As the paper noted, trust is low': the content behind the comma."""
        comma = index + 1
        if self.lower[self.first] != "as" or comma + 1 >= self.last or self.tags[comma] != ",":
            return None
        return (comma + 1, object_end(self.reading, self.tags, comma + 1, self.last))

    def _after(self, index: int, verb: EnglishVerb) -> tuple[int, Tokens] | None:
        """End of the cue and the content after the verb, or None when nothing that fits follows."""
        cue_end = index + 1
        if cue_end >= self.last:
            return None
        announced = self._announced(index)
        if announced is not None:
            return announced
        word = self.lower[cue_end]
        if word in verb.prepositions:
            return self._after_preposition(cue_end + 1)
        if word == "to" and self.tags[cue_end] == "T":
            if "t" in verb.frames:
                return cue_end, self._content(cue_end)
            if "c" not in verb.frames and "o" not in verb.frames:
                return None
        opener = self._opener(cue_end, "l" in verb.frames) if set(verb.frames) & set("clo") else None
        if opener is None and verb.lemma in _TELLING:
            opener = self._behind_listener(cue_end)
            return (cue_end, self._content(opener)) if opener is not None else None
        if opener is not None:
            return self._cue_end_before(index, opener, verb), self._content(opener)
        return (cue_end, self._content(cue_end)) if self._takes_object(cue_end, verb) else None

    def _behind_listener(self, start: int) -> int | None:
        """Where a clause begins behind whom it was told: "told reporters [he was late]"."""
        if self.tags[start] == "U":
            return start + 1 if start + 1 < self.last and self.tags[start + 1] in "SDPE" else None
        for index in range(start + 1, min(start + 12, self.last)):
            tag = self.tags[index]
            if tag == "S" or (tag in "DP" and self.tags[index - 1] in "NEd" and self._bare_clause(index)):
                return index
            if tag not in "NEDPJOId'":
                return None
        return None

    def _content(self, start: int) -> Tokens:
        return (start, object_end(self.reading, self.tags, start, self.last))

    def _after_preposition(self, start: int) -> tuple[int, Tokens] | None:
        """The content behind the verb's own preposition ("called for", "pointed out that")."""
        if start >= self.last or self.tags[start] in ".,":
            return None
        return start, self._content(start)

    def _takes_object(self, start: int, verb: EnglishVerb) -> bool:
        """Whether a noun phrase or a clause without "that", which the verb may govern, begins at `start`."""
        tag, frames = self.tags[start], verb.frames
        if verb.weak and "o" not in frames:
            return False
        bound = self.lower[start] == "at" and self.lower[start + 1 : start + 2] in (["least"], ["most"])
        if tag not in "SDPEUNJOG" and not (tag == "R" and "c" in frames) and not bound:
            return False
        if "o" in frames or self._bare_clause(start):
            return True
        return "c" in frames and tag != "U" and not (verb.lemma in _NO_OBJECT and tag in "dE")

    def _opener(self, start: int, listener: bool) -> int | None:
        """Where a clause or quotation opens shortly after the verb, past a listener or a setting ("told reporters")."""
        lower, tags, quote_of = self.lower, self.tags, self.reading.quote_of
        for index in range(start, min(start + 12, self.last)):
            tag, word = tags[index], lower[index]
            if tag == "q" and quote_of[index] >= 0:
                return index if index == start or tags[index - 1] in ",;" or tags[start] in "dI" else None
            if word in _CLAUSE_OPENERS and tag in "KWS":
                far = listener or (tags[start] in "IdR," and word in _FAR_OPENERS)
                return index if index == start or far else None
            if tag == "S" and tags[start] == "I" and index > start + 1 and not listener:
                return index  # "said at the time [he believed ...]"
            if word == ":":
                return index + 1 if index + 1 < self.last and index - start <= _COLON_REACH else None
            if tag in ".;":
                return None
            if tag in "VMHA" and index > start:
                return None
            if tag == "," and index > start + 6:
                return None
        return None

    def _cue_end_before(self, index: int, opener: int, verb: EnglishVerb) -> int:
        """The cue runs on to the content ("said in a statement that"), but not over a listener ("told reporters")."""
        between = self.tags[index + 1 : opener]
        if not between:
            return index + 1
        if "l" in verb.frames:
            return index + 1
        end = opener
        while end > index + 1 and self.tags[end - 1] in ",":
            end -= 1
        return end

    def _bare_clause(self, start: int) -> bool:
        """Whether a finite verb follows within the sentence: "said [the attack was over]"."""
        tags = self.tags
        return any(tags[index] in "VMHAB" for index in range(start + 1, min(start + 25, self.last)))

    def _back(self, stop: int) -> Tokens | None:
        """The content that ends before token `stop`: a quotation, or the sentence up to its comma."""
        reading, tags = self.reading, self.tags
        end = stop
        while end > self.first and tags[end - 1] in ",-" and reading.quote_of[end - 1] < 0:
            end -= 1
        if end <= self.first or (end == stop and tags[end - 1] != "q"):
            return self._quote_before_sentence(stop) if stop == self.first else None
        quote = reading.quote_of[end - 1]
        if quote >= 0:
            quotation = reading.quotations[quote]
            fresh = quotation.last == end and quotation.first >= self._previous_end()
            if fresh and (quotation.first < self.first or self._starts_here(quotation.first)):
                return (quotation.first, end)
        return (self._clause_start(end), end)

    def _previous_end(self) -> int:
        found = self.scene.found
        return max((part[1] for part in found[-1].content), default=0) if found else 0

    def _quote_before_sentence(self, stop: int) -> Tokens | None:
        """A quotation that ended the sentence before, when this one opens with its speaker and verb."""
        reading = self.reading
        if stop == 0 or reading.quote_of[stop - 1] < 0:
            return None
        quotation = reading.quotations[reading.quote_of[stop - 1]]
        if "\n" in reading.text[reading.ends[stop - 1] : reading.starts[stop]]:
            return None
        return (quotation.first, quotation.last) if quotation.last == stop else None

    def _starts_here(self, index: int) -> bool:
        return index == self.first or self.tags[index - 1] in ".,;-"

    def _clause_start(self, end: int) -> int:
        """Where the sentence's statement begins that ends at `end`: behind "But", "And" or a dateline ("Baghdad —")."""
        dash = self.tags.find("-", self.first, min(self.first + 9, end))
        dateline = dash > self.first and set(self.tags[self.first : dash]) <= set("E,()dNO")
        if dateline and self.reading.words[self.first][0].isupper() and self.tags[dash - 1] in "E)d":
            return dash + 1
        return self.first if self.lower[self.first] not in ("but", "and", "still") else self.first + 1

    def _with_rest(self, content: list[Tokens], after: int) -> list[Tokens]:
        """Add the quotation that goes on after the cue ('"...", he said. "..."'), and what "said, ..." interrupts."""
        reading, tags = self.reading, self.tags
        index = after
        while index < self.last and tags[index] not in ",.q;":
            index += 1
        if index < self.last and tags[index] == "," and content[0][0] < after:
            index += 1
            if index < self.last and tags[index] == "q" and reading.quote_of[index] >= 0:
                return [*content, self._whole_quote(index)]
            if (
                index == after + 1
                and index < self.last
                and tags[index] in "VMHAITKDPS"
                and tags[content[0][1] - 1] != "q"
            ):
                return [*content, self._content(index)]
            return content
        if self.last < len(tags) and tags[self.last] == "q" and reading.quote_of[self.last] >= 0:
            gap = reading.text[reading.ends[self.last - 1] : reading.starts[self.last]]
            if "\n" not in gap and content and tags[content[0][1] - 1] == "q":
                rest = self._whole_quote(self.last)
                if self._uncued(rest):
                    return [*content, rest]
        return content

    def _whole_quote(self, index: int) -> Tokens:
        quotation = self.reading.quotations[self.reading.quote_of[index]]
        return (quotation.first, quotation.last)

    def _uncued(self, quote: Tokens) -> bool:
        """Whether a quotation ends its paragraph or sentence, without a speaker of its own after it."""
        reading, end = self.reading, quote[1]
        if end >= len(reading.words):
            return True
        return reading.words[end - 2] not in (",",) and reading.words[end] not in (",", "—", "–", "-")

    def _by_passive(self, start: int, index: int, verb: EnglishVerb) -> Found | None:
        """'is expected to win', 'was said to have', 'were criticized by X': the subject belongs to the content."""
        lower, tags = self.lower, self.tags
        if lower[index] not in english_cues().passives:
            return None
        subject = subject_before(self.reading, tags, start, self.first)
        if subject is None:
            return None
        rest_end = object_end(self.reading, tags, index + 1, self.last)
        by = next((i for i in range(index + 1, rest_end) if lower[i] == "by"), None)
        if by is not None and by <= index + 2:
            agent = speaker_after(self.reading, tags, by + 1, rest_end)
            if agent is not None:
                return Found(agent, [(start, by + 1)], [subject], "passive")
        cue_end = index + 1
        if cue_end < self.last and lower[cue_end] in ("about", "of", "for", "as"):
            cue_end += 1
        if rest_end <= cue_end:
            return None
        return Found(None, [(start, cue_end)], [subject, (cue_end, rest_end)], "passive")

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

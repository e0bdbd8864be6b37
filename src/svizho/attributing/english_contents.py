"""What was said, in English: the content behind a cue, before it, or on both sides of it."""

from __future__ import annotations

from svizho.attributing.english_phrases import SUBORDINATE, clause_at, object_end, subject_before
from svizho.attributing.finding import Scene, Tokens
from svizho.attributing.lexicons import EnglishVerb, word_set

_CLAUSE_OPENERS = word_set("that whether if how why what when where who which there")
_FAR_OPENERS = word_set("that whether if how")
_NO_OBJECT = word_set("say add tell report write")
# A colon so near the verb opens what is said ("he went on to say: ..."); one far off opens a list.
_COLON_REACH = 3
_FRONTING = word_set("if unless once while as when although though even sooner because particularly")
_ASIDE_OPENERS = word_set("who which while although though when as according after before where whose")
# A setting that is part of the cue: in what it was said; when and where it was said is not.
_WRITTEN = [["in", article, kind] for article in ("a", "an") for kind in ("statement", "interview", "email", "letter")]
_RELATIVES = word_set("which that what who whom")
_TELLING = word_set("tell assure remind inform")


class Contents:
    """Finds contents within one sentence, whose tokens are `first` up to and not including `last`."""

    def __init__(self, scene: Scene, first: int, last: int) -> None:
        self.scene, self.reading, self.tags = scene, scene.reading, scene.tags
        self.lower = scene.reading.lower
        self.first, self.last = first, last
        self.subject: Tokens | None = None

    def _inserted(self, source: Tokens, index: int) -> list[Tokens] | None:
        """'If she wins, he said, prices will fall': the content stands on both sides of speaker and verb."""
        tags, after = self.tags, index + 1
        if (
            source[0] - 1 <= self.first
            or tags[source[0] - 1] not in ",q"
            or after + 1 >= self.last
            or tags[after] != ","
        ):
            return None
        before = self._back(source[0])
        if before is None:
            return None
        follows = after + 1
        if tags[follows] == "q" and self.reading.quote_of[follows] >= 0:
            hers = self.lower[before[0]] in _FRONTING or self.reading.quote_of[before[1] - 1] >= 0
            return [before, self._whole_quote(follows)] if hers else None
        if tags[before[1] - 1] == "q" or tags[follows] in "GC" or self.lower[follows] in _ASIDE_OPENERS:
            return None
        rest = self._content(follows)
        return [before, rest] if rest[1] > rest[0] else None

    def _parted(self, source: Tokens, index: int) -> list[Tokens] | None:
        """'which officials said will take effect', 'a step they believe could help': the speaker within a clause."""
        tags, first, after = self.tags, source[0], index + 1
        if first <= self.first or after + 1 >= self.last or tags[after] not in "VMAH":
            return None
        if self.lower[first - 1] in _RELATIVES:
            head: Tokens | None = (first - 1, first)
        elif tags[first - 1] in "NE" and tags[first] in "SDPO":
            head = subject_before(self.reading, tags, first, self.first)
        else:
            head = None
        rest = self._content(after)
        return [head, rest] if head is not None and rest[1] > rest[0] else None

    def _within_relative(self, content: Tokens) -> Tokens:
        """An object within a relative clause ends before the main verb: "those who back [her rivals] say"."""
        tags, (start, end) = self.tags, content
        if tags[start] not in "DPNEJOG" or clause_at(tags, start, end):
            return content
        for index in range(start + 1, end):
            if tags[index] in "KWSIq":
                break
            if tags[index] in "VMHA" and tags[index - 1] in "NEdOU":
                return (start, index)
        return content

    def _quoted(self, content: Tokens) -> bool:
        return self.tags[content[1] - 1] == "q"

    def _stated(self, content: Tokens, verb: EnglishVerb) -> bool:
        """Whether words before speaker and verb are a statement, not a setting ("In her speech, she said")."""
        opens = self.lower[content[0]] in SUBORDINATE and self.tags.find(",", *content) < 0
        return not verb.weak and not opens and any(tag in "VMHABL'S" for tag in self.tags[content[0] : content[1]])

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
            return clause_at(self.tags, start, self.last)
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
                far = listener or (tags[start] in "IdR,-" and word in _FAR_OPENERS)
                return index if index == start or far else None
            if tag == "S" and tags[start] == "I" and index > start + 1 and not listener:
                return index  # "said at the time [he believed ...]"
            if tags[start] == "d" and index == start + 1 and clause_at(tags, index, self.last):
                return index  # "said Thursday [his worry was ...]"
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
        if "l" in verb.frames or not (set(between) <= {"R"} or self._in_writing(index + 1)):
            return index + 1
        end = opener
        while end > index + 1 and self.tags[end - 1] in ",":
            end -= 1
        return end

    def _in_writing(self, start: int) -> bool:
        return self.lower[start : start + 3] in _WRITTEN

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
        return self.first

    def _with_rest(self, content: list[Tokens], after: int) -> list[Tokens]:
        """Add the quotation that goes on after the cue ('"...", he said. "..."'), and what "said, ..." interrupts."""
        reading, tags = self.reading, self.tags
        quoted = tags[content[0][1] - 1] == "q"
        index = after
        while index < self.last and tags[index] not in ",.q;":
            index += 1
        if index < self.last and tags[index] == "," and content[0][0] < after:
            index += 1
            if index < self.last and tags[index] == "q" and reading.quote_of[index] >= 0:
                return [*content, self._whole_quote(index)]
            if index == after + 1 and index < self.last and tags[index] in "VMHAITKDPS" and not quoted:
                return [*content, self._content(index)]
            if not quoted:
                return content
        return self._with_next(content) if quoted else content

    def _with_next(self, content: list[Tokens]) -> list[Tokens]:
        """Add the quotation with which the next sentence begins, when it has no speaker of its own."""
        reading, tags = self.reading, self.tags
        if self.last < len(tags) and tags[self.last] == "q" and reading.quote_of[self.last] >= 0:
            gap = reading.text[reading.ends[self.last - 1] : reading.starts[self.last]]
            rest = self._whole_quote(self.last)
            if "\n" not in gap and self._uncued(rest):
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

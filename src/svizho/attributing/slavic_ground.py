"""What a search for Ukrainian and Russian attributions stands on: the sentence, clauses, quotations, subjects."""

from __future__ import annotations

from svizho.attributing.finding import Found, Tokens
from svizho.attributing.lexicons import word_set
from svizho.attributing.reading import Reading
from svizho.attributing.slavic_lexicon import SlavicCues
from svizho.attributing.slavic_phrases import finite, is_office, sentence_content, speaker_after, subject_before

DASHES = frozenset("—–-")
ASKING = word_set(
    "чи як коли чому де куди звідки хто яка який які яке скільки навіщо ли как когда почему где куда откуда кто "
    "какая какой какие какое сколько зачем щоб чтобы"
)
IN = word_set("у в во")
HOW = word_set("як как")
_LINKS = word_set("оскільки поскольку бо що что які який яка которые который которая тому адже ведь")
# A quotation of so many tokens is speech; a shorter one is a name or an idiom.
_SPEECH_TOKENS = 5


class Ground:
    """One text under search; `first` and `last` bound the sentence at hand."""

    def __init__(self, reading: Reading, cues: SlavicCues) -> None:
        self.reading, self.cues, self.lower, self.words = reading, cues, reading.lower, reading.words
        self.found: list[Found] = []
        self.first = self.last = 0

    def _in_speech(self, index: int) -> bool:
        """Whether a token stands within a quotation long enough to be speech."""
        quote = self.reading.quote_of[index]
        if quote < 0:
            return False
        quotation = self.reading.quotations[quote]
        return quotation.last - quotation.first > 5

    def _cue(self, index: int) -> Tokens:
        """The verb with its negation and the adverbs right before it."""
        start = index
        while start > self.first and (
            self.lower[start - 1] in ("не", "ще", "раніше", "неодноразово", "ранее", "неоднократно", "публічно")
        ):
            start -= 1
        return (start, index + 1)

    def _clause_opener(self, index: int) -> int | None:
        """The "що" or question word that opens the content, right after the verb or past a listener or setting."""
        lower, words = self.lower, self.words
        for at in range(index + 1, min(index + 16, self.last)):
            if lower[at] == self.cues.that or (lower[at] in ASKING and words[at - 1] == ","):
                return at if words[at - 1] == "," or at == index + 1 else None
            if words[at] in ".;:—–" or lower[at] in self.cues.verbs:
                return None
            following = lower[at + 1] if words[at] == "," and at + 1 < len(lower) else ""
            if following and following != self.cues.that and following not in ASKING:
                return None
        return None

    def _clause(self, start: int, *, joined: bool = True) -> Tokens:
        """A content that runs to the end of the sentence, or to another speaker's clause behind it."""
        end = self.last
        for at in range(start + 1, self.last):
            if self.words[at] in ",–—" and at + 1 < self.last:
                following = self.lower[at + 1]
                if self._opens_attribution(at + 1, following):
                    end = at
                    break
            elif not joined and self.lower[at] in self.cues.conjunctions and at + 1 < self.last:
                verb = self.cues.verbs.get(self.lower[at + 1])
                if verb is not None and not verb.weak:
                    end = at
                    break
        if self._in_speech(start):
            end = min(end, self.reading.quotations[self.reading.quote_of[start]].last - 1)
        return sentence_content(self.reading, start, end)

    def _opens_attribution(self, at: int, word: str) -> bool:
        if word in self.cues.verbs and "c" in self.cues.verbs[word].letters and not self.cues.verbs[word].weak:
            return at + 1 < self.last and self.lower[at + 1] != self.cues.that and self.words[at + 1] != ","
        return word in HOW and at + 1 < self.last and self.lower[at + 1] in self.cues.verbs

    def _quote_after(self, index: int) -> Tokens | None:
        """A quotation after a colon behind the verb (and its subject)."""
        reading, words = self.reading, self.words
        for at in range(index + 1, min(index + 25, len(words))):
            quote = reading.quote_of[at]
            if (
                quote >= 0
                and reading.quotations[quote].first == at
                and (words[at - 1] in ":–—" or (at == index + 1 and self._in_speech(at)))
            ):
                return (at, reading.quotations[quote].last)
            if words[at] == ":" and at + 1 < self.last and reading.quote_of[at + 1] < 0:
                return self._clause(at + 1) if at <= index + 8 else None
            if words[at] in ".;" or (
                words[at] in "," and quote < 0 and at + 1 < len(words) and self.lower[at + 1] == self.cues.that
            ):
                return None
        return None

    def _spoken_before(self, stop: int) -> Tokens | None:
        """The quotation, or the sentence's own words, that end before `stop`."""
        reading, words = self.reading, self.words
        end = stop
        while end > 0 and (words[end - 1] in DASHES or words[end - 1] == ",") and reading.quote_of[end - 1] < 0:
            end -= 1
        if end == 0:
            return None
        quote = reading.quote_of[end - 1]
        if quote >= 0 and reading.quotations[quote].last == end:
            quotation = reading.quotations[quote]
            long = quotation.last - quotation.first > 4
            if (
                quotation.first < self.first
                or quotation.first == self.first
                or (long and words[quotation.first - 1] in ":.!?…")
            ):
                return (quotation.first, end)
        if end <= self.first:
            return None
        return sentence_content(reading, self.first, end)

    def _quote_ends_at(self, at: int) -> bool:
        return at > 0 and self.reading.quote_of[at - 1] >= 0

    def _subject(self, stop: int) -> Tokens | None:
        """The verb's own subject, or the one it shares with the verb before ("продовжили бої та підтвердили")."""
        before = self.lower[stop - 1] if stop > self.first else ""
        if before not in self.cues.conjunctions and before not in _LINKS:
            return subject_before(self.reading, self.cues, stop, self.first)
        for at in range(stop - 2, self.first, -1):
            if finite(self.lower[at], self.cues) or self.lower[at] in self.cues.verbs:
                return subject_before(self.reading, self.cues, at, self.first)
        if self.found and self.found[-1].anchor >= self.first:
            return self.found[-1].source
        return None

    def _after(self, start: int) -> Tokens | None:
        """The speaker right behind the verb, past a setting ("повідомив у Telegram мер ...")."""
        end = self.last
        begin = start
        while begin < end and self.lower[begin] in self.cues.adverbs:
            begin += 1
        if begin < end and self.lower[begin] in IN:
            stop = speaker_after(self.reading, self.cues, begin + 1, end)
            if any(word in self.cues.setting for word in self.lower[begin + 1 : begin + 3]):
                person = next((i for i in range(begin + 2, end) if is_office(self.lower[i])), None)
                if person is None:
                    return None
                return (person, speaker_after(self.reading, self.cues, person, end))
            return (begin + 1, stop) if stop > begin + 1 else None
        stop = speaker_after(self.reading, self.cues, begin, end)
        return (begin, stop) if stop > begin else None

"""Attributions by set phrases in Ukrainian and Russian: "за словами X", "йдеться у звіті", "повідомляється, що"."""

from __future__ import annotations

from svizho.attributing.finding import Found, Tokens
from svizho.attributing.slavic_ground import HOW, IN, Ground
from svizho.attributing.slavic_phrases import sentence_content, speaker_after, subject_before

# Documents that have an owner behind them ("повідомленні ОВА"), by their beginnings.
_DOCUMENTS = ("повідомлен", "заяв", "сообщен", "заявлен", "звіт", "зведен", "отчет", "сводк", "пост", "допис")


class Formulas(Ground):
    """The search for set phrases."""

    def _by_phrase(self, index: int) -> Found | None:
        lower = self.lower
        nouns = self.cues.by[lower[index]]
        for at in range(index + 1, min(index + 4, self.last)):
            if lower[at] in nouns:
                if nouns[lower[at]]:
                    return None
                return self._by(index, at)
            if not (lower[at] in self.cues.possessives or at > index + 1 or len(lower[at]) > 3):
                return None
        return None

    def _by(self, index: int, noun: int) -> Found | None:
        """'За словами X, content', 'за його словами', 'content, за даними X'."""
        lower, words = self.lower, self.words
        owner = next((i for i in range(index + 1, noun) if lower[i] in self.cues.possessives), None)
        end = noun + 1
        early = lower[noun] in ("попередніми", "предварительным")
        if early and end < self.last and lower[end] in self.cues.by[lower[index]]:
            end += 1
        cue = [(index, end)]
        if lower[noun] in ("посиланням", "ссылкой") and end < self.last and lower[end] == "на":
            end += 1
            cue = [(index, end)]
        if owner is not None:
            source: Tokens | None = (owner, owner + 1)
            cue = [(index, owner), (owner + 1, end)]
        else:
            stop = speaker_after(self.reading, self.cues, end, self.last)
            if stop - end > 3 and words[end].isupper() and words[end + 1][0].islower():
                stop = end + 1
            source = (end, stop) if stop > end else None
        after = max(end, source[1] if source else end)
        opening = index - self.first <= 4 and (
            index == self.first or self.words[index - 1] in "," or lower[index - 1] in self.cues.adverbs
            or lower[index - 1] in self.cues.conjunctions
        )  # fmt: skip
        if opening:
            content = self._clause_from(after)
        elif lower[index].startswith(("відповідно", "согласно")):
            return None
        elif words[index - 1] == ",":
            if after < self.last and words[after] == ",":
                content = self._clause(after + 1)
            else:
                content = sentence_content(self.reading, self.first, index)
        elif after < self.last and words[after] in ",":
            content = self._clause(after + 1)
        else:
            return None
        return Found(source, cue, [content], "by")

    def _clause_from(self, start: int) -> Tokens:
        """The content that follows an opening phrase: behind its comma."""
        at = start
        if at < self.last and self.words[at] == "(":
            while at < self.last and self.words[at] != ")":
                at += 1
        while at < self.last and self.words[at] not in ",":
            at += 1
        if at >= self.last or at > start + 12:
            at = start
        return (
            self._clause(min(at + 1, self.last - 1))
            if at > start or self.words[start : start + 1] == [","]
            else self._clause(start)
        )

    def _told(self, index: int, weak: bool) -> Found | None:
        """'«...», – йдеться у повідомленні', 'У законі йдеться про те, що ...'."""
        lower = self.lower
        source, cue_end = None, index + 1
        if cue_end < self.last and lower[cue_end] in IN:
            stop = speaker_after(self.reading, self.cues, cue_end + 1, self.last)
            source = (cue_end + 1, stop) if stop > cue_end + 1 else None
            if source is not None and source[1] - source[0] > 1 and self._owner_behind(source):
                cue = (index, source[0] + 1)
                source = (source[0] + 1, source[1])
            else:
                cue = (index, index + 1)
            content = self._spoken_before(index) if index > self.first or self._quote_ends_at(index) else None
            if content is None or content[1] <= content[0]:
                at = source[1] if source else cue_end
                content = self._told_content(at)
            return Found(source, [cue], [content], "told") if content and source else None
        own = subject_before(self.reading, self.cues, index, self.first)
        if own is not None and lower[own[0]] in IN and own[1] - own[0] > 1:
            source = (own[0] + 1, own[1])
        if weak and source is None:
            return None
        if source is None:
            return None
        if cue_end < self.last and lower[cue_end] == "про":
            return Found(source, [(index, cue_end + 1)], [self._clause(cue_end + 1)], "told")
        content = self._told_content(cue_end)
        return Found(source, [(index, index + 1)], [content], "told") if content else None

    def _told_content(self, at: int) -> Tokens | None:
        """ ", що ..." or ": ..." behind the phrase."""
        if at + 1 < self.last and self.words[at] in ",:":
            quote = self._quote_after(at - 1)
            if quote is not None:
                return quote
            return self._clause(at + 1)
        return None

    def _owner_behind(self, source: Tokens) -> bool:
        """Whether "повідомленні ОВА" names its owner: a name behind the document's noun."""
        first = self.lower[source[0]]
        return first.startswith(_DOCUMENTS) and (
            self.words[source[0] + 1][0].isupper() or self.lower[source[0] + 1] not in self.cues.prepositions
        )

    def _impersonal(self, index: int, weak: bool) -> Found | None:
        """'повідомляється, що ...', '..., зазначається у звіті', 'очікується, що ...'."""
        cue = self._cue(index)
        opener = self._clause_opener(index)
        source: Tokens | None = None
        at = index + 1
        if at < self.last and self.lower[at] in IN:
            stop = speaker_after(self.reading, self.cues, at + 1, self.last)
            source = (at + 1, stop) if stop > at + 1 else None
        if source is None:
            own = subject_before(self.reading, self.cues, cue[0], self.first)
            if own is not None and self.lower[own[0]] in IN:
                source = (own[0] + 1, own[1])
            elif own is not None and self.lower[index] in ("повідомляють", "сообщают"):
                source = own
        if opener is not None and (not weak or self.lower[opener] == self.cues.that):
            return Found(source, [cue], [self._clause(opener)], "impersonal")
        if weak:
            return None
        if at < self.last and self.lower[at] in ("про", "о", "об"):
            return Found(source, [(cue[0], at + 1)], [self._clause(at + 1)], "impersonal")
        if self.lower[index - 1 : index] and index > self.first and self.lower[index - 1] in HOW:
            if source is None and at < self.last and self.words[at] != ",":
                source = self._after(at)
            after = source[1] if source else at
            if after < self.last and self.words[after] == ",":
                return Found(source, [cue], [self._clause(after + 1)], "as")
            return Found(source, [cue], [sentence_content(self.reading, self.first, index - 1)], "as")
        content = self._spoken_before(cue[0])
        if content is not None and (self.words[cue[0] - 1] in ",–—-" or self._quote_ends_at(cue[0])):
            return Found(source, [cue], [content], "impersonal")
        return None

"""Finds attributions in Ukrainian and Russian: verbs before, behind and within what was said, "про це повідомив"."""

from __future__ import annotations

from svizho.attributing.finding import Found, Tokens
from svizho.attributing.lexicons import word_set
from svizho.attributing.reading import Reading
from svizho.attributing.slavic_formulas import Formulas
from svizho.attributing.slavic_ground import ASKING, DASHES, HOW, IN
from svizho.attributing.slavic_lexicon import SlavicVerb, slavic_cues, slavic_words
from svizho.attributing.slavic_phrases import sentence_content, speaker_after, subject_before

_ABOUT = word_set("про о об обо щодо на")
_THIS = word_set("це цьому этом таке")
_REPORTERS_OWN = word_set("нагадаємо зазначимо зауважимо напомним отметим додамо")


def find_slavic(reading: Reading, language: str) -> list[Found]:
    """All attributions of a Ukrainian ("uk") or Russian ("ru") text in the order of their cues."""
    return _Finder(reading, slavic_cues(language)).search()


class _Finder(Formulas):
    """One pass over the sentences of a text."""

    def search(self) -> list[Found]:
        for first, last in self.reading.sentences:
            self.first, self.last = first, last
            index = first
            while index < last:
                found = self._at(index)
                if found is not None and any(part[1] > part[0] for part in found.content):
                    self.found.append(found)
                index += 1
        return self.found

    def _at(self, index: int) -> Found | None:
        """The attribution whose cue is, or ends with, the word at `index`."""
        word, cues = self.lower[index], self.cues
        quoted = self._in_speech(index)
        verb = cues.verbs.get(word)
        if verb is not None and not (self._negated(index) and verb.weak):
            return self._by_verb(index, verb, quoted)
        if quoted:
            return None
        if word in cues.by:
            return self._by_phrase(index)
        if word in cues.told:
            return self._told(index, cues.told[word])
        if word in cues.impersonal:
            return self._impersonal(index, cues.impersonal[word])
        return None

    def _negated(self, index: int) -> bool:
        return self.lower[index - 1] in ("не", "ни", "ні")

    def _by_verb(self, index: int, verb: SlavicVerb, quoted: bool) -> Found | None:
        cue = self._cue(index)
        if verb.lemma.startswith(slavic_words("drawing")):
            if self.lower[index + 1 : index + 2] not in (["увагу"], ["внимание"]):
                return None
            cue, index = (cue[0], index + 2), index + 1
        if self._points_back(cue[0]):
            return self._back_reference(cue, verb)
        content = self._content_after(index, verb)
        if content is not None:
            if quoted and content[2] not in ("that", "about"):
                return None
            found = self._with_source(cue, content)
            if quoted and (found is None or self._first_person(found, verb)):
                return None
            return found
        if quoted or "c" not in verb.letters:
            return None
        if self._after_how(cue[0]):
            return self._as_said(cue)
        return self._said_after(cue, verb)

    def _first_person(self, found: Found, verb: SlavicVerb) -> bool:
        """Whether a belief within a quotation is the quoted speaker's own ("я не переконаний, що")."""
        source = found.source
        return source is None or (
            self.lower[source[0]] in ("я", "ми", "мы")
            and ("b" in verb.letters or "впевн" in verb.lemma or "перек" in verb.lemma)
        )

    def _points_back(self, start: int) -> bool:
        """Whether "Про це" opens the clause of the verb."""
        return self._this_before(start) is not None

    def _this_before(self, start: int) -> int | None:
        for index in range(max(self.first, start - 14), start):
            if self.lower[index] not in _THIS or self.lower[index - 1] not in _ABOUT:
                continue
            before = self.lower[index - 2] if index - 1 > self.first else ","
            if before in ",;" or before in self.cues.adverbs:
                return index + 1
        return None

    def _back_reference(self, cue: Tokens, verb: SlavicVerb) -> Found | None:
        """'Про це повідомив X': the content is what was told since the attribution before."""
        after_this = self._this_before(cue[0])
        source = self._after(cue[1])
        if source is None and after_this is not None and after_this < cue[0]:
            source = subject_before(self.reading, self.cues, cue[0], after_this)
        content = self._sentences_before(source)
        if content is None or source is None:
            return None
        return Found(source, [cue], [content], "anaphor")

    def _sentences_before(self, source: Tokens | None) -> Tokens | None:
        """The sentences before this one, back to the attribution before (at most six, of one or two paragraphs)."""
        sentences = self.reading.sentences
        here = next(i for i, (first, _) in enumerate(sentences) if first == self.first)
        if here == 0:
            return None
        while here > 1 and all(
            w in self.cues.adverbs for w in self.lower[sentences[here - 1][0] : sentences[here - 1][1]]
        ):
            here -= 1
        last = next((one for one in self.found if one.anchor >= sentences[here - 1][0]), None)
        earlier = self.found
        at = here - 1
        if last is not None:
            if last.source is not None and source is not None and self._alike(last.source, source):
                first, end = last.content[0]
                return (first + int(self.lower[first] == self.cues.that), end)
            earlier = [f for f in self.found if f.anchor < sentences[at][0]]
        floor = max((max(f.cue[-1][1], *(p[1] for p in f.content)) for f in earlier), default=0)
        breaks = self._line_break(here)
        while at > 0 and sentences[at - 1][0] >= floor and here - at < 6:
            breaks += self._line_break(at)
            if breaks > 1:
                break
            at -= 1
        return sentence_content(self.reading, sentences[at][0], sentences[here - 1][1])

    def _alike(self, one: Tokens, other: Tokens) -> bool:
        """Whether two mentions share a word but for its ending, or the second is a pronoun."""
        if self.lower[other[0]] in self.cues.pronouns:
            return True
        stems = {word[:5] for word in self.lower[one[0] : one[1]] if len(word) > 3}
        return any(word[:5] in stems for word in self.lower[other[0] : other[1]])

    def _line_break(self, sentence: int) -> int:
        """1 where a line ends before the sentence, else 0."""
        first = self.reading.sentences[sentence][0]
        return int("\n" in self.reading.text[self.reading.ends[first - 1] : self.reading.starts[first]])

    def _content_after(self, index: int, verb: SlavicVerb) -> tuple[int, Tokens, str] | None:
        """End of the cue, the content behind the verb and how it opens ("that", "quote", "about", "to", "object")."""
        lower, last = self.lower, self.last
        opener = self._clause_opener(index)
        if opener is not None:
            how = "that" if lower[opener] == self.cues.that else "ask"
            return index + 1, self._clause(opener), how
        quote = self._quote_after(index)
        if quote is not None:
            return index + 1, quote, "quote"
        follows = index + 1
        if follows >= last:
            return None
        if "t" in verb.letters and self._infinitive(follows):
            return index + 1, self._clause(follows), "to"
        if verb.weak:
            return None
        topic = self._topic(index, verb)
        if topic is not None:
            return topic + 1, self._clause(topic + 1, joined=False), "about"
        return self._object(index, verb)

    def _topic(self, index: int, verb: SlavicVerb) -> int | None:
        """The preposition of the topic right after the verb ("повідомив про", "наголосив на", "відмовився від")."""
        follows = index + 1
        while follows < min(index + 4, self.last - 1) and self.lower[follows] in self.cues.adverbs:
            follows += 1
        word = self.lower[follows]
        fits = (
            word in ("про", "о", "об", "обо")
            or (word == "на" and verb.lemma.startswith(slavic_words("pointing")))
            or (word in ("від", "от") and verb.lemma.startswith(("відмов", "отказ")))
            or (word in ("до", "к") and verb.lemma.startswith(("заклик", "призва", "призыв")))
        )
        return follows if fits and follows + 1 < self.last and self.lower[follows + 1] not in _THIS else None

    def _infinitive(self, at: int) -> bool:
        """Whether an infinitive stands here or right behind a pronoun or adverb."""
        return any(
            word.endswith(("ти", "тися", "тись", "ть", "ться", "ти́")) and len(word) > 3
            for word in self.lower[at : min(at + 3, self.last)]
        )

    def _object(self, index: int, verb: SlavicVerb) -> tuple[int, Tokens, str] | None:
        """A noun phrase as content ("підтвердили успіхи"), when the subject stands before the verb."""
        lower, words, follows = self.lower, self.words, index + 1
        if words[follows] in ",.:;–—-)" or lower[follows] in self.cues.pronouns or "o" not in verb.letters:
            return None
        if index == self.first or words[index - 1] in ",–—-" or lower[index - 1] in HOW:
            return None
        if lower[follows] in self.cues.prepositions:
            return None
        for at in range(follows + 1, min(follows + 5, self.last)):
            if lower[at] in ("про", "о", "об") and words[at - 1] not in ",:":
                return index + 1, self._clause(at, joined=False), "about"
        return index + 1, self._clause(follows, joined=False), "object"

    def _with_source(self, cue: Tokens, after: tuple[int, Tokens, str]) -> Found | None:
        """Join cue and content with the subject before the verb, or between verb and content."""
        cue_end, content, how = after
        source: Tokens | None = None
        own = self._body(cue[0], cue[1] - 1) or self._subject(cue[0])
        if own is not None:
            source = self._bare(own, cue[1] - 1)
        elif content[0] > cue_end:
            end = speaker_after(self.reading, self.cues, cue_end, content[0])
            source = (cue_end, end) if end > cue_end else None
        if source is None and cue[0] > self.first and self.words[cue[0] - 1] in ",":
            return None
        if source is None and how == "object":
            return None
        if source is not None and self.lower[source[0]] in _REPORTERS_OWN:
            return None
        return Found(source, [(cue[0], cue_end)], [content], "before")

    def _body(self, stop: int, verb_at: int) -> Tokens | None:
        """'У пресцентрі СБУ повідомили': the body that speaks; the clause opens with "у", the verb is plural."""
        verb = self.cues.verbs.get(self.lower[verb_at])
        if verb is None or not verb.plural:
            return None
        last = stop
        while last > self.first and self.lower[last - 1] in self.cues.adverbs:
            last -= 1
        for at in range(max(self.first, last - 9), last - 1):
            if self.lower[at] in IN and self._bounded(at) and self.lower[at + 1].startswith(slavic_words("bodies")):
                return (at, last) if speaker_after(self.reading, self.cues, at + 1, last) == last else None
            if self.lower[at] in IN and self._bounded(at) and self.words[at + 1].isupper():
                return (at, last) if speaker_after(self.reading, self.cues, at + 1, last) == last else None
        return None

    def _bounded(self, at: int) -> bool:
        before = self.lower[at - 1] if at > self.first else ","
        return (
            before in ",–—("
            or before in self.cues.adverbs
            or before in self.cues.conjunctions
            or before in HOW
            or before in (self.cues.that, "раніше")
        )

    def _bare(self, source: Tokens, verb_at: int) -> Tokens:
        """The source without its preposition: "у МОЗ заявили" -> "МОЗ"."""
        first, last = source
        verb = self.cues.verbs.get(self.lower[verb_at])
        if self.lower[first] in IN and verb is not None and verb.plural and last - first > 1:
            return (first + 1, last)
        return source

    def _after_how(self, start: int) -> bool:
        """Whether "як" stands before the verb, right there or with the subject between ("як у компанії заявили")."""
        return any(self.lower[i] in HOW for i in range(max(self.first, start - 6), start))

    def _as_said(self, cue: Tokens) -> Found | None:
        """'Як зазначив X, content' and 'content, як повідомляє X'."""
        how = max(i for i in range(max(self.first, cue[0] - 6), cue[0]) if self.lower[i] in HOW)
        if how + 1 < cue[0]:
            own = subject_before(self.reading, self.cues, cue[0], how + 1)
            source = self._bare(own, cue[1] - 1) if own else None
            end = cue[1]
        else:
            source = self._after(cue[1])
            end = source[1] if source else cue[1]
        if how <= self.first + 1 or self.words[how - 1] != ",":
            while end < self.last and self.words[end] not in ",":
                end += 1
            content = sentence_content(self.reading, end, self.last)
        else:
            content = sentence_content(self.reading, self.first, how)
        return Found(source, [cue], [content], "as")

    def _said_after(self, cue: Tokens, verb: SlavicVerb) -> Found | None:
        """'"...", – сказав він', 'content, повідомив мер' and '"...", – він сказав'."""
        at = cue[0]
        own: Tokens | None = None
        before = at
        while before > self.first and self.words[before - 1] not in ',–—-»”"!?':
            before -= 1
        if before < at:
            if (
                self.lower[before] == self.cues.that
                or self.lower[before] in ASKING
                or (before == self.first and not self._quote_ends_at(before))
            ):
                return None
            own = subject_before(self.reading, self.cues, at, before)
        if before == self.first and not self._quote_ends_at(before):
            return None
        content = self._spoken_before(before)
        if content is None or (verb.weak and self.words[content[0]] not in '"“«„'):
            return None
        source = self._bare(own, cue[1] - 1) if own else self._after(cue[1])
        if source is None:
            return None
        parts = [content]
        rest = self._rest(max(source[1], cue[1]), content)
        if rest is not None:
            parts.append(rest)
        return Found(source, [cue], parts, "after")

    def _dialogue(self, after: int, at: int) -> Tokens | None:
        """What goes on in a line of dialogue: '— Так, — сказав він. — Ми переможемо.'"""
        reading = self.reading
        if "\n" in reading.text[reading.ends[after - 1] : reading.starts[at]]:
            return None
        line = reading.text.find("\n", reading.starts[at])
        end = reading.token_at(line) if line >= 0 else len(self.words)
        return sentence_content(reading, at, end)

    def _rest(self, after: int, content: Tokens) -> Tokens | None:
        """What goes on after the cue: '"...", – сказав він. "..."' or ', – сказав він, – "..."'."""
        reading, words = self.reading, self.words
        at = after
        while at < len(words) and words[at] in ".,–—-" and reading.quote_of[at] < 0:
            at += 1
        if words[self.first] in DASHES and words[at - 1] in DASHES and at < len(words):
            return self._dialogue(after, at)
        if at < len(words) and words[content[0]] in '"“«„' and reading.quote_of[at] >= 0:
            quotation = reading.quotations[reading.quote_of[at]]
            if quotation.first == at and "\n" not in reading.text[reading.ends[after - 1] : reading.starts[at]]:
                end = quotation.last
                if end >= len(words) or words[end] not in ",–—-":
                    return (at, end)
        return None

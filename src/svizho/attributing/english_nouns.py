"""English attributions without a verb of saying: "according to", "his claim that", "is confident that"."""

from __future__ import annotations

from svizho.attributing.english_phrases import (
    clause_at,
    group_start,
    object_end,
    simple_phrase,
    speaker_after,
    subject_before,
)
from svizho.attributing.finding import Found, Scene, Tokens
from svizho.attributing.lexicons import english_cues, word_set
from svizho.attributing.reading import Reading

# How far the noun may stand behind its verb, and the words that lead from it to what it is about.
_LIGHT_REACH = 8
_LIGHT_PREPOSITIONS = word_set("about of for on over against toward towards at behind in with from")
_SOURCE_STOPS = frozenset(",.;-()qKWC")
_SETTING = word_set("on last this earlier late at in during")
_CONNECTING = word_set("but and still however yet so meanwhile overall also indeed instead moreover")
# Tags with which a statement goes on behind the source that interrupts it ("The plan, according to X, would ...").
_GOING_ON = frozenset("VMHADPESN")
# Words that stand behind a colon at least, if they are to be the statement.
_SHORT_REST = 4
_DEMANDS = word_set("request urging insistence invitation suggestion behest demand")


def find_nominal(scene: Scene, index: int, first: int, last: int, subject: Tokens | None) -> Found | None:
    """The attribution whose cue is the noun, adjective or phrase at token `index`, or None."""
    lower, tags = scene.reading.lower, scene.tags
    word = lower[index]
    if word == "according" and lower[index + 1 : index + 2] == ["to"]:
        return _according(scene, index, first, last)
    cues = english_cues()
    if word in cues.nouns and tags[index] in "NVBJG":
        return _by_noun(scene, index, first, last)
    if word in cues.adjectives and index + 1 < last:
        return _by_adjective(scene, index, first, last)
    return None


def find_light(scene: Scene, index: int, first: int, last: int, shared: Tokens | None) -> Found | None:
    """'made no mention of the tax', 'raised questions about it': a verb that says little, its noun, its matter."""
    tags, lower = scene.tags, scene.reading.lower
    nouns = english_cues().light_nouns
    at, head = index + 1, None
    while at < min(index + _LIGHT_REACH, last) and tags[at] in "DPJRLGONEV'":
        if lower[at] in nouns:
            head = at
        elif head is not None:
            return None
        at += 1
    if head is None or head + 2 >= last:
        return None
    follows = lower[head + 1]
    if follows in ("that", "to", "whether", "how"):
        cue_end = head + 1
    elif follows in _LIGHT_PREPOSITIONS:
        cue_end = head + 2
    else:
        return None
    start = group_start(tags, index, first)
    source = subject_before(scene.reading, tags, start, first) if tags[start - 1 : start] not in (",", "C") else shared
    content = (cue_end, object_end(scene.reading, tags, cue_end, last))
    if source is None or content[1] <= content[0] or tags[start] == "T":
        return None
    return Found(source, [(start, cue_end)], [content], "light")


def _according(scene: Scene, index: int, first: int, last: int) -> Found | None:
    """'According to X, content' and 'content, according to X'."""
    reading, tags = scene.reading, scene.tags
    source = speaker_after(reading, tags, index + 2, last)
    if source is None:
        return None
    cue = (index, index + 2)
    leading = index == first or (index - first <= 2 and tags[index - 1] in "C,R")
    if leading:
        comma = tags.find(",", source[0], last)
        if comma < 0:
            return None
        source = (source[0], comma)
        return Found(source, [cue], [(comma + 1, object_end(reading, tags, comma + 1, last))], "before")
    source = (source[0], _source_end(reading, tags, source[1], last))
    end = index
    while end > first and tags[end - 1] in ",-":
        end -= 1
    if end <= first:
        return None
    quote = reading.quote_of[end - 1]
    if quote >= 0 and reading.quotations[quote].last == end and reading.quotations[quote].first < first:
        start = reading.quotations[quote].first
    else:
        start = _statement_start(reading, tags, first, end)
    content = [(start, end)]
    if source[1] + 1 < last and end < index and tags[source[1]] == "," and tags[source[1] + 1] in _GOING_ON:
        content.append((source[1] + 1, object_end(reading, tags, source[1] + 1, last)))
    return Found(source, [cue], content, "after")


def _source_end(reading: Reading, tags: str, after: int, last: int) -> int:
    """Where a source behind "according to" ends, with what tells more of it ("officials familiar with the plan")."""
    end = after
    if end >= last or tags[end] in _SOURCE_STOPS or reading.lower[end] in _SETTING:
        return end
    while end < last and tags[end] not in _SOURCE_STOPS and not clause_at(tags, end, last):
        end += 1
    return end


def _statement_start(reading: Reading, tags: str, first: int, end: int) -> int:
    """Where a statement begins whose source stands behind it: no "But", "Still,", dateline or clause before a colon."""
    start = first
    dash = tags.find("-", first, min(first + 9, end))
    if dash > first and tags[dash - 1] in "E)d" and set(tags[first:dash]) <= set("E,()dNO"):
        start = dash + 1
    for index in range(start, end):
        if reading.lower[index] == ":" and reading.quote_of[index] < 0 and end - index > _SHORT_REST:
            start = index + 1
    if reading.lower[start] in _CONNECTING and start + 1 < end:
        start += 1 + int(tags[start + 1] == ",")
    return start


def _by_noun(scene: Scene, index: int, first: int, last: int) -> Found | None:
    """'his claim that ...', 'Sanders' vote against ...', 'no immediate reports of ...'."""
    reading, tags, lower = scene.reading, scene.tags, scene.reading.lower
    if index + 1 >= last:
        return None
    owner = _owner(scene, index, first)
    if lower[index] in _DEMANDS and owner is not None and owner[0] > first and lower[owner[0] - 1] == "at":
        return Found(owner, [(owner[1], index + 1)], [(first, owner[0] - 1)], "after")
    follows = lower[index + 1]
    if follows not in english_cues().nouns[lower[index]]:
        return None
    cue_end = index + 1 if follows in ("that", "to", "whether") else index + 2
    content = (cue_end, object_end(reading, tags, cue_end, last))
    if content[1] <= content[0]:
        return None
    if owner is not None:
        return Found(owner, [(owner[1], cue_end)], [content], "noun")
    start = index
    while start > first and tags[start - 1] in "JR":
        start -= 1
    if start > first and lower[start - 1] == "no":
        return Found(None, [(start - 1, cue_end)], [content], "absence")
    return None


def _owner(scene: Scene, index: int, first: int) -> Tokens | None:
    """The possessor before a noun: a pronoun or a name with 's, adjectives between them."""
    tags, lower = scene.tags, scene.reading.lower
    start = index - 1
    while start >= first and tags[start] in "JROLG":
        start -= 1
    if start < first:
        return None
    if tags[start] == "P" and lower[start] not in ("whose",):
        return (start, start + 1)
    if tags[start] == "'":
        owner = simple_phrase(scene.reading, tags, start, first)
        return (owner[0], start + 1) if owner else None
    return None


def _by_adjective(scene: Scene, index: int, first: int, last: int) -> Found | None:
    """'is confident that ...', 'were opposed to ...': subject, be and the adjective."""
    reading, tags, lower = scene.reading, scene.tags, scene.reading.lower
    follows = lower[index + 1]
    if follows not in english_cues().adjectives[lower[index]]:
        return None
    start = index
    while start > first and tags[start - 1] in "RAMHn":
        start -= 1
    if "A" not in tags[start:index]:
        return None
    source = subject_before(reading, tags, start, first)
    if source is None or lower[source[0]] in ("it", "there"):
        return None
    cue_end = index + 1 if follows in ("that", "to", "whether", "how", "if", "what") else index + 2
    content = (cue_end, object_end(reading, tags, cue_end, last))
    return Found(source, [(start, cue_end)], [content], "adjective") if content[1] > content[0] else None

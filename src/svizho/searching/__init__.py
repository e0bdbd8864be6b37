"""Searching: what a reader types -> what is looked for, which answers stand first, and where the words are."""

from svizho.searching.asking import Meanings, clause_queries, term_query, whole_query, within_days
from svizho.searching.guessing import Known, best_guess, candidates, with_sounds
from svizho.searching.lexemes import Indexed, Text, index, lexemes_of, other_names
from svizho.searching.likeness import Alike, Shelf, row_of
from svizho.searching.marking import Piece, marked, passage
from svizho.searching.ordering import Group, Hit, by_story, relevance
from svizho.searching.reading import LONGEST_QUESTION, OPERATORS, read_query, with_note
from svizho.searching.spelling import fold, is_cyrillic, other_keyboard, sound_of, words_in
from svizho.searching.values import Note, Query, Term

__all__ = [
    "LONGEST_QUESTION",
    "OPERATORS",
    "Alike",
    "Group",
    "Hit",
    "Indexed",
    "Known",
    "Meanings",
    "Note",
    "Piece",
    "Query",
    "Shelf",
    "Term",
    "Text",
    "best_guess",
    "by_story",
    "candidates",
    "clause_queries",
    "fold",
    "index",
    "is_cyrillic",
    "lexemes_of",
    "marked",
    "other_keyboard",
    "other_names",
    "passage",
    "read_query",
    "relevance",
    "row_of",
    "sound_of",
    "term_query",
    "whole_query",
    "with_note",
    "with_sounds",
    "within_days",
    "words_in",
]

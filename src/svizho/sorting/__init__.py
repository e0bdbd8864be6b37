"""Sorting: text -> the language it is written in, and the sections of the paper it belongs to."""

from svizho.sorting.filing import Evidence, Filing, SectionGuess, file_under
from svizho.sorting.languages import LanguageGuess, identify_language
from svizho.sorting.topics import SECTIONS, TOPICS, Section, Topic

__all__ = [
    "SECTIONS",
    "TOPICS",
    "Evidence",
    "Filing",
    "LanguageGuess",
    "Section",
    "SectionGuess",
    "Topic",
    "file_under",
    "identify_language",
]

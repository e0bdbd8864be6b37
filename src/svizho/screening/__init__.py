"""Comments judged: ordered phases over frozen values, the first verdict wins and says why."""

from svizho.screening.folding import in_cyrillic, in_latin, letters_of
from svizho.screening.memory import Memory, learn, spam_score
from svizho.screening.modes import Mode, Talk, mode_of
from svizho.screening.phases import PHASES, screen
from svizho.screening.tellings import phase_name, to_desk, to_reader
from svizho.screening.values import Author, Decision, Draft, Look, Recent, Rules, Verdict
from svizho.screening.wordlists import WordList, bundled_words

__all__ = [
    "PHASES",
    "Author",
    "Decision",
    "Draft",
    "Look",
    "Memory",
    "Mode",
    "Recent",
    "Rules",
    "Talk",
    "Verdict",
    "WordList",
    "bundled_words",
    "in_cyrillic",
    "in_latin",
    "learn",
    "letters_of",
    "mode_of",
    "phase_name",
    "screen",
    "spam_score",
    "to_desk",
    "to_reader",
]

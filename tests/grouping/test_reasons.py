"""Reasons: words in two languages, and the way to the database and back."""

import pytest

from svizho.grouping import Reason

FULL = Reason(
    "same_event", nearest="7", nearest_title="Удар по базі", names=("Ain al-Assad",), places=("Ірак",), numbers=("34",),
    shared_words=("база",), hours=3.2, meaning=0.71,
)  # fmt: skip


@pytest.mark.parametrize("reason", [FULL, Reason("first"), Reason("editor", apart_from="5")])
def test_a_reason_survives_the_database(reason: Reason) -> None:
    assert Reason.from_json(reason.to_json()) == reason


def test_unknown_keys_of_an_older_or_newer_row_are_ignored() -> None:
    assert Reason.from_json('{"kind": "first", "weather": "fine"}') == Reason("first")


def test_words_say_what_is_shared() -> None:
    assert FULL.words("uk") == "ті самі люди й місце: Ain al-Assad, Ірак, 34; 3 год між повідомленнями"
    assert FULL.words("en") == "same people and place as “Удар по базі” (Ain al-Assad, Ірак, 34), 3 h apart"
    days = Reason("same_event", nearest_title="Х", hours=70)
    assert days.words("uk") == "та сама подія, що й «Х»; 3 доби між повідомленнями"
    assert Reason("near_copy", nearest_title="Х", hours=0.1).words("en") == "same text as “Х”, less than an hour apart"

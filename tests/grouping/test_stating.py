"""The date written at the head of a text, in the forms papers write it."""

from datetime import UTC, datetime

import numpy as np
import pytest

from svizho.grouping.stating import stated_hours
from svizho.grouping.words import joined_numbers, read


@pytest.mark.parametrize(
    "head",
    [
        "May 24, 2005 The team said",
        "Posted : May 24 , 2005 , 3 : 23 PM ET",
        "24 May 2005 Last updated at 14:29 GMT",
        "On 24th of May 2005 in Philadelphia",
        "Філадельфія, 24 травня 2005 року",
        "24 мая 2005",
        "24. Mai 2005, Berlin",
        "24 de mayo de 2005",
        "2005-05-24T10:00:00Z",
        "Опубліковано 24.05.2005",
    ],
)
def test_full_dates_are_found(head: str) -> None:
    assert datetime.fromtimestamp(stated_hours(head) * 3600, UTC) == datetime(2005, 5, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "head", ["", "In 2005 nobody knew", "45 May 2005", "2005-13-40", "May 24", "9" * 5000, "4 x 2005 " * 900]
)
def test_what_is_no_full_date_says_nothing(head: str) -> None:
    assert np.isnan(stated_hours(head))


def test_numbers_that_a_tokeniser_took_apart_are_put_together() -> None:
    assert joined_numbers("a 5 . 9 quake at 8 : 56 on 11 / 28 , 2005 with $30 , 000") == (
        "a 5.9 quake at 8:56 on 11/28 , 2005 with $30,000"
    )


def test_lead_figures_and_years_are_kept_apart() -> None:
    reading = read("Six die in 2013", "A 5 . 9 quake struck. " + "Nothing. " * 60 + "In all 77 were hurt.", "en")
    assert {reading.forms[int(number)] for number in reading.of("numbers").ids} == {"2013", "5.9", "77"}
    assert len(reading.of("figures").ids) == 1
    assert len(reading.of("years").ids) == 1

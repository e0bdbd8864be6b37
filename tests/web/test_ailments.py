"""What is wrong with a feed is told to readers in their language, for every cause there is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from svizho.diagnosing import CAUSES
from svizho.web.ailments import told
from tests.factories import make_feed, make_source


def test_every_cause_has_a_sentence_of_its_own_in_every_language() -> None:
    for language in ("en", "uk"):
        with translation.override(language):
            sentences = [told(cause) for cause in CAUSES]
            assert len(set(sentences)) == len(CAUSES)
            assert told("never heard of") not in sentences
    with translation.override("uk"):
        assert all(any("а" <= letter <= "я" for letter in sentence) for sentence in sentences)


@pytest.mark.django_db
def test_the_page_of_freshness_tells_the_cause_and_not_the_owners_words(client: Client) -> None:
    make_feed(make_source("Перша шпальта"), failures=3, failure="a wall (X) keeps robots out", failure_cause="bot_wall")
    page = client.get("/about/freshness").content.decode().replace("\u00a0", " ")
    assert "Перед стрічкою стоїть стіна проти роботів." in page
    assert "keeps robots out" not in page
    assert "A wall against robots stands before the feed." in client.get(
        "/en/about/freshness"
    ).content.decode().replace("\u00a0", " ")

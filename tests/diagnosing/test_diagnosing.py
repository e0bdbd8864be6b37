"""What is wrong with a feed, in words, and how heavily it weighs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from svizho.diagnosing import (
    CAUSES,
    SETBACKS,
    long_silent,
    of_reading,
    of_refusal,
    of_status,
    of_unasked_unchanged,
    wait_words,
    wall_of,
)

NO_WAIT = timedelta(0)

# Pages in the shape of what such walls answer; the words around the marks are invented.
CHALLENGE = b"""<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>
<noscript>Enable JavaScript and cookies to continue</noscript>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=0"></script></body></html>"""
DENIED = b"""<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission.
<P>Reference&#32;&#35;18&#46;0<P>https&#58;&#47;&#47;errors.edgesuite.net&#47;18</BODY></HTML>"""


@pytest.mark.parametrize(
    ("status", "headers", "body", "name"),
    [
        (403, {"cf-mitigated": "challenge"}, b"", "Cloudflare"),
        (503, {"server": "cloudflare"}, CHALLENGE, "Cloudflare"),
        (200, {}, CHALLENGE, "Cloudflare"),
        (403, {"server": "cloudflare"}, b"error code: 1020", "Cloudflare"),
        (403, {"server": "ddos-guard"}, b"", "DDoS-Guard"),
        (403, {}, DENIED, "Akamai"),
        (202, {"x-amzn-waf-action": "challenge"}, b"", "AWS WAF"),
        (403, {}, b"<script src='/_Incapsula_Resource?x'></script>", "Imperva"),
        (403, {"server": "nginx"}, b"<h1>403 Forbidden</h1>", ""),
        (503, {"server": "cloudflare"}, b"<h1>Bad gateway</h1>", ""),
        (200, {"server": "cloudflare"}, b"<rss><title>How challenge-platform works</title></rss>", ""),
    ],
)
def test_walls_against_robots_are_told_from_other_refusals(
    status: int, headers: dict[str, str], body: bytes, name: str
) -> None:
    assert wall_of(headers, body, status=status) == name


@pytest.mark.parametrize(
    ("status", "cause", "grade", "word"),
    [
        (401, "password", "hard", "password"),
        (403, "forbidden", "soft", "programs like ours"),
        (404, "missing", "soft", "nothing at this address"),
        (410, "gone", "hard", "for good"),
        (429, "too_often", "temporary", "wait 2 hours"),
        (451, "legal", "hard", "legal"),
        (500, "trouble", "temporary", "trouble"),
        (503, "trouble", "temporary", "wait 2 hours"),
        (418, "status", "soft", "418"),
    ],
)
def test_each_status_has_its_cause_and_words(status: int, cause: str, grade: str, word: str) -> None:
    found = of_status(status, {}, b"", wait=timedelta(hours=2))
    assert (found.cause, found.grade) == (cause, grade)
    assert word in found.words


def test_a_wall_is_told_with_what_the_owner_can_do() -> None:
    found = of_status(403, {"server": "cloudflare"}, CHALLENGE, wait=NO_WAIT)
    assert found.cause == "bot_wall"
    assert "Cloudflare" in found.words
    assert "--agent" in found.advice


def test_a_page_instead_of_a_feed_may_be_a_wall() -> None:
    assert of_reading("not_a_feed", "a web page", headers={}, body=CHALLENGE).cause == "bot_wall"
    assert of_reading("not_a_feed", "a web page", headers={}, body=b"<html>Hello</html>").cause == "not_a_feed"


@pytest.mark.parametrize(
    ("kind", "lasting", "grade"),
    [("dns", True, "soft"), ("dns", False, "temporary"), ("tls", True, "soft"), ("address", True, "hard")],
)
def test_refusals_keep_their_words_and_get_a_grade(kind: str, lasting: bool, grade: str) -> None:
    found = of_refusal(kind, "The certificate has run out.", lasting=lasting)
    assert (found.cause, found.grade, found.words) == (kind, grade, "The certificate has run out.")
    assert found.advice


def test_every_cause_is_known_and_every_grade_weighs() -> None:
    found = [of_status(status, {}, b"", wait=NO_WAIT) for status in range(300, 600)]
    found += [of_refusal(kind, "", lasting=True) for kind in ("dns", "tls", "wait", "connect", "never heard of")]
    found += [of_reading(problem, "", headers={}, body=b"") for problem in ("not_a_feed", "too_large", "hostile")]
    found.append(of_unasked_unchanged())
    assert {each.cause for each in found} <= set(CAUSES)
    assert SETBACKS["temporary"] < SETBACKS["soft"] < SETBACKS["hard"]
    assert all(each.setback == SETBACKS[each.grade] for each in found)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (40, "40 seconds"),
        (60, "1 minute"),
        (119, "119 seconds"),
        (7200, "2 hours"),
        (200_000, "2 days"),
    ],
)
def test_waits_are_said_as_people_do(seconds: int, words: str) -> None:
    assert wait_words(timedelta(seconds=seconds)) == words


def test_a_feed_that_has_long_been_silent_is_told_apart() -> None:
    now = datetime(2026, 6, 14, tzinfo=UTC)
    assert long_silent(now - timedelta(days=2), now, now) is None
    assert long_silent(None, now - timedelta(days=20), now) == timedelta(days=20)

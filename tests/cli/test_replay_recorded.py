"""Reading recorded news, and laying it out in time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from svizho.cli.replay import load_recorded
from svizho.cli.replay.clock import moments
from svizho.cli.replay.recorded import BEGINNING, fill_times
from svizho.errors import ReplayError
from tests.shared_data import SHARED, needs_shared

Write = Callable[..., Path]
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(*lines: object) -> Path:
        path = tmp_path / "news.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return put


FULL = {
    "id": "a",
    "lang": "uk",
    "time": "2022-11-16T08:12:43+02:00",
    "source": "Світлиця",
    "url": "https://svitlytsia.example/1",
    "title": " Заголовок \n новини ",
    "text": "Текст.",
    "section": "world",
    "image": "https://svitlytsia.example/1.jpg",
    "categories": ["Світ", " "],
    "summary": "Коротко.",
    "story": "s1",
    "near_copy_of": None,
}


def test_all_fields_are_read(write: Write) -> None:
    (found,) = load_recorded(write(FULL))
    assert found.time == datetime(2022, 11, 16, 6, 12, 43, tzinfo=UTC)
    assert (found.id, found.language, found.source, found.title) == ("a", "uk", "Світлиця", "Заголовок новини")
    assert (found.section, found.categories, found.summary) == ("world", ("Світ",), "Коротко.")
    assert found.image.endswith("1.jpg")


def test_missing_fields_are_made_up(write: Write) -> None:
    nothing = {"id": None, "lang": None, "time": None, "source": None, "url": None}
    first, second, third = load_recorded(
        write(
            {**nothing, "title": "Only a title", "text": ""},
            {**nothing, "title": None, "text": "Only a text, and " + "words " * 50},
            {**nothing, "lang": "de", "url": "https://www.beispiel.example/x", "title": "T", "id": 5},
        )
    )
    assert (first.id, first.language, first.source, first.time) == ("1", "en", "unknown (en)", BEGINNING)
    assert second.title.startswith("Only a text, and")
    assert len(second.title) <= 110
    assert second.time - first.time == timedelta(minutes=1)
    assert (third.source, third.id) == ("www.beispiel.example", "5")


def test_records_come_in_time_order_and_limit_counts_lines(write: Write) -> None:
    lines = [{"title": str(n), "time": f"2026-11-0{9 - n}T00:00:00Z"} for n in range(5)]
    assert [found.title for found in load_recorded(write(*lines))] == ["4", "3", "2", "1", "0"]
    assert [found.title for found in load_recorded(write(*lines), limit=2)] == ["1", "0"]


@pytest.mark.parametrize("text", ["2014-04-15 00:00:00", "2014-09-13T15:03:41.698-0400", "2014-09-13"])
def test_moments_as_the_recordings_write_them(write: Write, text: str) -> None:
    assert load_recorded(write({"title": "x", "time": text}))[0].time.tzinfo is UTC


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "one JSON object"),
        ({"title": "", "text": "  "}, "neither a title nor a text"),
        ({"title": 5}, "'title' must be a string"),
        ({"title": "x", "id": [1]}, "'id' must be"),
        ({"title": "x", "time": "yesterday"}, "'yesterday' is not an ISO 8601 moment"),
        ({"title": "x", "categories": "one"}, "'categories' must be a list"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_bad_line_is_named_by_its_number(write: Write, bad: object, words: str) -> None:
    with pytest.raises(ReplayError, match=r"news\.jsonl, line 3: ") as caught:
        load_recorded(write(FULL, "", bad))
    assert words in str(caught.value)


def test_files_that_cannot_be_replayed(write: Write, tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="cannot be read"):
        load_recorded(tmp_path / "none.jsonl")
    with pytest.raises(ReplayError, match="holds no recorded news"):
        load_recorded(write(""))
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ReplayError, match="not UTF-8"):
        load_recorded(binary)


def test_half_a_surrogate_pair_does_no_harm(write: Write) -> None:
    (found,) = load_recorded(write('{"title": "a \\ud83d b", "text": "x\\u0000y"}'))
    assert found.title.encode("utf-8")


def test_gaps_in_time_are_spread_evenly() -> None:
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    filled = fill_times([None, NOON, None, None, NOON + 3 * hour, None])
    assert filled == [NOON - minute, NOON, NOON + hour, NOON + 2 * hour, NOON + 3 * hour, NOON + 3 * hour + minute]


def test_backlog_lies_in_the_past_and_the_rest_comes_faster() -> None:
    times = [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=3)]
    started = datetime(2030, 1, 1, tzinfo=UTC)
    old, edge, new = moments(times, started=started, speed=60, backlog=timedelta(hours=1))
    assert (old.appears, old.dated) == (started, started - timedelta(hours=1))
    assert (edge.appears, edge.dated) == (started, started)
    assert new.appears == new.dated == started + timedelta(minutes=2)


def test_speed_zero_is_everything_at_once() -> None:
    started = datetime(2030, 1, 1, tzinfo=UTC)
    first, last = moments([NOON, NOON + timedelta(days=9)], started=started, speed=0, backlog=timedelta(0))
    assert first.appears == last.appears == last.dated == started
    assert first.dated == started - timedelta(days=9)


@pytest.mark.parametrize(("speed", "backlog"), [(-1.0, timedelta(0)), (1.0, timedelta(-1))])
def test_time_does_not_run_backwards(speed: float, backlog: timedelta) -> None:
    with pytest.raises(ReplayError, match="negative"):
        moments([NOON], started=NOON, speed=speed, backlog=backlog)


@needs_shared
@pytest.mark.parametrize(
    ("name", "count"), [("ecbplus", 772), ("giveme5w1h", 204), ("og2021", 6495), ("ua_trends", 792), ("wikinews", 320)]
)
def test_labelled_sets_load_whole(name: str, count: int) -> None:
    records = load_recorded(SHARED / "stories" / f"{name}.jsonl")
    assert len(records) == count
    assert all(record.title and record.source for record in records)
    assert [record.time for record in records] == sorted(record.time for record in records)

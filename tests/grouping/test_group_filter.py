"""`svizho group`: one line in, one line out, before the next is read; bad lines do not stop it."""

import json
from collections.abc import Iterator

import pytest

from svizho.cli.filters.group import run
from tests.grouping.test_grouper import CUP, QUAKE, QUAKE_AGAIN


def line(name: str, words: tuple[str, str], **fields: object) -> str:
    record = {"id": name, "lang": "en", "time": None, "source": None, "title": words[0], "text": words[1], **fields}
    return json.dumps(record)


def test_each_line_is_decided_before_the_next_is_read() -> None:
    read: list[str] = []

    def lines() -> Iterator[str]:
        for one in (line("a", QUAKE), line("b", CUP), line("c", QUAKE_AGAIN)):
            read.append(one)
            yield one

    answers = []
    for count, answer in enumerate(run(lines(), revise=False), 1):
        assert len(read) == count
        answers.append(answer)
    assert [answer["story"] for answer in answers] == ["a", "b", "a"]
    assert set(answers[0]) == {"id", "story", "near_copy_of", "nearness", "reason"}
    assert answers[2]["reason"].startswith("same ")


def test_bad_lines_are_answered_and_passed_over() -> None:
    bad = ["not json", line("x", ("", "")), line("y", QUAKE, time="yesterday"), line("z", QUAKE, title=5)]
    answers = list(run([*bad, line("a", QUAKE, time="2026-11-02T12:00:00-0400")], revise=True))
    assert [("error" in answer) for answer in answers] == [True, True, True, True, False]
    assert [answer["line"] for answer in answers[:4]] == [1, 2, 3, 4]


@pytest.mark.parametrize("time", ["2014-04-15 00:00:00", "2014-09-13T15:03:41.698-0400", "2022-11-16T06:12:43+00:00"])
def test_the_times_of_the_world_are_read(time: str) -> None:
    assert "error" not in next(run([line("a", QUAKE, time=time)], revise=False))

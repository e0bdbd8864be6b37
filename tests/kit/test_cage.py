"""The cage: work is killed in time, and nobody else's with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from svizho.errors import CageCrash, CageTimeout, NotAFeed
from svizho.kit.cage import Cage, Call
from tests.kit import cage_work as work

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage(workers=2, seconds=1.0, megabytes=512, preload=("colorsys",)) as made:
        yield made


def gone(pid: int, *, within: float = 10.0) -> bool:
    """Wait until a process is no more (a zombie of somebody else's counts as gone)."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_gives_the_result(cage: Cage) -> None:
    assert cage.run(work.add, 1, 2) == 3


def test_errors_made_on_purpose_and_bugs_come_through(cage: Cage) -> None:
    with pytest.raises(NotAFeed, match="no feed here"):
        cage.run(work.refuse)
    with pytest.raises(KeyError):
        cage.run(work.stumble)


@pytest.mark.parametrize("endless", [work.spin, work.stuck_in_c])
def test_endless_work_is_killed_in_time_even_inside_c(cage: Cage, endless: object) -> None:
    cage.run(work.add, 0, 0)  # the children stand
    begun = time.monotonic()
    with pytest.raises(CageTimeout, match="1 second"):
        cage.run(endless)  # type: ignore[arg-type]
    assert time.monotonic() - begun < 5
    assert cage.run(work.add, 2, 2) == 4


def test_a_crash_is_told_and_the_next_call_works(cage: Cage) -> None:
    with pytest.raises(CageCrash, match="died"):
        cage.run(work.die)
    assert cage.run(work.add, 2, 3) == 5


def test_memory_is_limited(cage: Cage) -> None:
    with pytest.raises(CageCrash, match="memory"):
        cage.run(work.eat_memory)
    assert cage.run(work.add, 3, 3) == 6


def test_what_cannot_travel_harms_only_its_own_call(cage: Cage) -> None:
    child = cage.run(work.process_id)
    with pytest.raises(CageCrash, match="OddError"):
        cage.run(work.raise_odd)
    with pytest.raises((AttributeError, TypeError)):
        cage.run(work.give_what_cannot_travel)
    with pytest.raises((AttributeError, TypeError)):
        cage.run(lambda: 1)
    assert cage.run(work.process_id) in (child, cage.run(work.process_id))


def test_an_idle_child_killed_from_outside_is_replaced(cage: Cage) -> None:
    os.kill(cage.run(work.process_id), signal.SIGKILL)
    time.sleep(0.3)
    assert cage.run(work.add, 4, 4) == 8


def test_run_many_keeps_what_is_good(cage: Cage) -> None:
    results = dict(cage.run_many(work.sleep, ((seconds,) for seconds in (0.2, 0.0, 30.0, 0.1))))
    assert [results[index] for index in (0, 1, 3)] == [0.2, 0.0, 0.1]
    assert isinstance(results[2], CageTimeout)


def test_run_many_draws_its_arguments_as_it_goes(cage: Cage) -> None:
    drawn: list[int] = []

    def numbers() -> Iterator[tuple[int, int]]:
        for number in range(100):
            drawn.append(number)
            yield number, 1

    results = cage.run_many(work.add, numbers())
    next(results)
    assert len(drawn) < 20
    assert len(list(results)) == 99


def test_run_many_names_a_bug_and_goes_on(cage: Cage) -> None:
    results = dict(cage.run_many(work.add, [(1, 1), (1, "x"), (2, 2)]))  # type: ignore[list-item]
    assert (results[0], results[2]) == (2, 4)
    assert isinstance(results[1], CageCrash)
    assert "TypeError" in str(results[1])


def test_a_kill_in_one_thread_spares_the_others(cage: Cage) -> None:
    results: list[object] = []

    def patient() -> None:
        results.append([cage.run(work.sleep, 0.05) for _ in range(20)])

    thread = threading.Thread(target=patient)
    thread.start()
    with pytest.raises(CageTimeout):
        cage.run(work.spin)
    thread.join()
    assert results == [[0.05] * 20]


def test_children_outlive_the_thread_that_first_called(cage: Cage) -> None:
    """The death signal of Linux follows threads, and a worker's threads come and go."""
    fresh, found = Cage(workers=1, seconds=5, megabytes=512), []
    with fresh:
        thread = threading.Thread(target=lambda: found.append(fresh.run(work.process_id)))
        thread.start()
        thread.join()
        time.sleep(0.3)
        assert fresh.run(work.process_id) == found[0]


def test_children_are_light_and_preloaded(cage: Cage) -> None:
    __import__("django")  # the parent has it
    assert cage.run(work.imported) == (False, True)


def test_closing_ends_the_children() -> None:
    cage = Cage(workers=1, seconds=5, megabytes=512)
    child = cage.run(work.process_id)
    cage.close()
    assert gone(child)
    with pytest.raises(CageCrash, match="closed"):
        cage.run(work.add, 1, 1)


def test_children_die_with_a_killed_parent_and_never_run_its_main_module(tmp_path: Path) -> None:
    script = tmp_path / "main_module.py"
    text = textwrap.dedent(
        """
        import django, time
        from svizho.kit.cage import Cage, Call
        from tests.kit import cage_work as work
        if __name__ == "__main__":
            cage = Cage(workers=2, seconds=60, megabytes=512)
            print(cage.run(work.process_id), cage.run(work.imported)[0], flush=True)
            cage.run(work.spin)
        """
    )
    script.write_text(text)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=env)
    assert parent.stdout is not None
    child, with_django = parent.stdout.readline().split()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert with_django == "False"
    assert gone(int(child))


def test_a_program_that_forgets_to_close_ends_by_itself() -> None:
    script = (
        "from svizho.kit.cage import Cage; from tests.kit import cage_work as w;"
        "print(Cage(workers=1, seconds=9, megabytes=512).run(w.add, 1, 2))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.strip() == "3"
    assert done.stderr == ""


def test_a_cage_that_cannot_start_says_so_soon() -> None:
    with Cage(workers=1, seconds=5, megabytes=512, preload=("no_such_module",)) as broken:
        begun = time.monotonic()
        with pytest.raises(CageCrash, match="broke down"):
            broken.run(work.add, 1, 1)
        assert time.monotonic() - begun < 30


def test_calls_in_one_trip_end_each_for_itself() -> None:
    calls: list[Call[object]] = [(work.add, (2, 2)), (work.refuse, ()), (work.add, (3, 3))]
    with Cage(workers=1, seconds=20, megabytes=1500) as cage:
        results = cage.run_all(calls)
    assert [results[0], results[2]] == [4, 6]
    assert isinstance(results[1], NotAFeed)


def test_a_call_that_hangs_ends_alone() -> None:
    calls: list[Call[object]] = [(work.add, (2, 2)), (work.sleep, (60.0,)), (work.add, (3, 3))]
    with Cage(workers=1, seconds=2, megabytes=1500) as cage:
        results = cage.run_all(calls)
    assert [results[0], results[2]] == [4, 6]
    assert isinstance(results[1], CageTimeout)

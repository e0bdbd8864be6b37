"""Work for the cage's tests: what a child is asked to do must be importable."""

from __future__ import annotations

import os
import sys
import time
from typing import NoReturn

from svizho.errors import NotAFeed


def add(one: int, two: int) -> int:
    return one + two


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def spin() -> NoReturn:
    while True:
        pass


def stuck_in_c() -> bool:
    import re

    return re.match(r"(a+)+$", "a" * 60 + "b") is None


def die() -> None:
    os.kill(os.getpid(), 9)


def eat_memory() -> int:
    return len(bytearray(4 * 2**30))


def refuse() -> NoReturn:
    raise NotAFeed("no feed here")


def stumble() -> NoReturn:
    raise KeyError("bug")


class OddError(Exception):
    """Cannot be made again from its words alone, as pickle does it."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(one)


def raise_odd() -> NoReturn:
    raise OddError(1, 2)


def give_what_cannot_travel() -> object:
    return lambda: 1


def process_id() -> int:
    return os.getpid()


def imported() -> tuple[bool, bool]:
    return "django" in sys.modules, "colorsys" in sys.modules

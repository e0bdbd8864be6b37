"""Which changes a kept page has not seen: numbered, and remembered by what they touch."""

from __future__ import annotations

from collections.abc import Iterable

# Every public change touches this; and this, what no page can be sure to be untouched by.
ANYTHING, EVERYTHING = "news", "site"

# Names remembered; beyond, all are forgotten at once and every page counts as touched.
MOST_NAMES = 20_000


class Changes:
    """Remembers when what was last touched, by names such as `news`, `story-5`, `section-sport`."""

    def __init__(self) -> None:
        """Begin with nothing touched."""
        self.number = 0
        self._touched: dict[str, int] = {}
        self._floor = 0

    def touch(self, names: Iterable[str]) -> None:
        """Note one change of what bears these names."""
        self.number += 1
        if len(self._touched) > MOST_NAMES:
            self._touched.clear()
            self._floor = self.number
        for name in (ANYTHING, *names):
            self._touched[name] = self.number

    def since(self, number: int, names: tuple[str, ...]) -> bool:
        """Say whether something of `names`, or everything, was touched after change `number`."""
        if not names or number == self.number:
            return False
        last = max(self._touched.get(name, 0) for name in (EVERYTHING, *names))
        return max(last, self._floor) > number

"""Average linkage over the pairs that are known: batch grouping of many reports at once."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping

Pair = tuple[int, int]

# Pairs that were never compared count as this alike, up to SILENCE of them for each pair that was: being unlike enough
# never to be compared speaks against two groups, but in large groups most pairs are unknown and mean little.
UNKNOWN = 0.02
SILENCE = 0.6

Links = dict[int, list[float]]


class Linkage:
    """Groups under way: joins the two that are most alike until none are alike enough."""

    def __init__(
        self, items: Iterable[int], pairs: Mapping[Pair, float], barred: Callable[[list[int], list[int]], bool]
    ) -> None:
        self.groups: dict[int, list[int]] = {item: [item] for item in items}
        self._links: dict[int, Links] = {item: {} for item in self.groups}
        self._barred = barred
        for (one, other), alike in pairs.items():
            self._links[one][other] = [alike, 1.0]
            self._links[other][one] = [alike, 1.0]

    def alike(self, one: int, other: int) -> float:
        """Mean likeness of two groups, between 0 and 1."""
        total, known = self._links[one][other]
        unknown = len(self.groups[one]) * len(self.groups[other]) - known
        silent = min(unknown, SILENCE * known)
        return (total + UNKNOWN * silent) / (known + silent)

    def join(self, one: int, other: int) -> None:
        """Put the second group into the first."""
        self.groups[one].extend(self.groups.pop(other))
        links = self._links.pop(other)
        for third, (total, known) in links.items():
            if third == one:
                continue
            mine = self._links[one].setdefault(third, [0.0, 0.0])
            mine[0] += total
            mine[1] += known
            self._links[third][one] = mine
            del self._links[third][other]
        self._links[one].pop(other, None)

    def run(self, threshold: float) -> list[list[int]]:
        """Join until no two groups are alike by `threshold`; returns the groups, each sorted, in order."""
        heap = [
            (-self.alike(one, other), one, other, self._size(one, other))
            for one, links in self._links.items()
            for other in links
            if one < other and self.alike(one, other) >= threshold
        ]
        heapq.heapify(heap)
        while heap:
            _, one, other, size = heapq.heappop(heap)
            if one not in self.groups or other not in self.groups or self._barred(self.groups[one], self.groups[other]):
                continue
            if size != self._size(one, other):
                continue
            self.join(one, other)
            for third in self._links[one]:
                value = self.alike(one, third)
                if value >= threshold:
                    first, second = sorted((one, third))
                    heapq.heappush(heap, (-value, first, second, self._size(one, third)))
        return sorted(sorted(group) for group in self.groups.values())

    def _size(self, one: int, other: int) -> int:
        """Size of two groups together: a stored value is stale when it changed."""
        return len(self.groups[one]) + len(self.groups[other])

"""Average linkage over known pairs."""

from svizho.grouping.linking import Linkage, Pair


def groups(pairs: dict[Pair, float], count: int, threshold: float = 0.5) -> list[list[int]]:
    return Linkage(range(count), pairs, lambda one, other: False).run(threshold)


def test_likest_pairs_join_first_and_strangers_stay_apart() -> None:
    pairs = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.8, (2, 3): 0.3, (3, 4): 0.7}
    assert groups(pairs, 6) == [[0, 1, 2], [3, 4], [5]]


def test_one_bridge_does_not_fuse_two_groups() -> None:
    inside = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9, (3, 4): 0.9, (3, 5): 0.9, (4, 5): 0.9}
    bridge = {(2, 3): 0.8, (1, 3): 0.1, (2, 4): 0.1, (0, 3): 0.0}
    assert groups({**inside, **bridge}, 6) == [[0, 1, 2], [3, 4, 5]]


def test_barred_groups_never_join() -> None:
    linkage = Linkage(range(3), {(0, 1): 0.9, (1, 2): 0.8}, lambda one, other: 0 in one + other and 1 in one + other)
    assert linkage.run(0.5) == [[0], [1, 2]]


def test_joined_by_hand_counts_as_one() -> None:
    linkage = Linkage(range(3), {(0, 1): 0.1, (1, 2): 0.9}, lambda one, other: False)
    linkage.join(0, 1)
    assert linkage.alike(0, 2) < 0.9
    assert linkage.run(0.4) == [[0, 1, 2]]

"""The data files are whole: every line reads, coordinates make sense, hand-written tables point at real places."""

from __future__ import annotations

from importlib.resources import files

from svizho.locating.gazetteer import gazetteer

DATA = files("svizho.locating") / "data"


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (DATA / name).read_text("utf-8").splitlines() if line and line[0] != "#"]


def test_data_files_say_where_they_come_from() -> None:
    for name in ("places.tsv", "villages.tsv", "divisions.tsv", "countries.tsv"):
        assert "CC BY 4.0" in (DATA / name).read_text("utf-8").splitlines()[0]


def test_places_have_sensible_coordinates() -> None:
    for row in rows("places.tsv"):
        assert len(row) == 8
        assert -90 <= float(row[2]) <= 90
        assert -180 <= float(row[3]) <= 180
        if row[1].startswith("UA."):
            assert 44 < float(row[2]) < 53
            assert 22 < float(row[3]) < 41


def test_every_settlement_of_the_codifier_is_there() -> None:
    official = sum(bool(row[6]) for row in rows("places.tsv"))
    assert official + sum(len(row[3].split(";")) for row in rows("villages.tsv")) > 27_000


def test_hand_written_tables_point_at_what_they_say() -> None:
    book = gazetteer()
    for name, at in (("adjectives.tsv", 1), ("spellings.tsv", 1), ("landmarks.tsv", 1)):
        for row in rows(name):
            assert not row[at] or int(row[at]) in book.by_id, row
    assert {row[0] for row in rows("country_words.tsv")} <= {row[1] for row in rows("countries.tsv")}
    assert {row[0] for row in rows("regions.tsv")} <= {row[1] for row in rows("divisions.tsv")}

"""What encoding costs: titles and leads a second of one core, by length of the lead and size of the batch.

`python -m bench.embedding` prints a table for the bundled encoder, then articles a second for each choice of what is
encoded, the word table alone among them; texts are invented. What each choice is worth stands in docs/grouping.md.
"""

from __future__ import annotations

import time
from itertools import cycle, islice

from svizho.embedding import load_encoder
from svizho.grouping.word_table import gist
from svizho.grouping.words import read

SENTENCES = (
    "Уряд подав до парламенту проєкт державного бюджету на наступний рік. ",
    "The central bank raised its key interest rate by half a point on Thursday. ",
    "Рятувальники евакуювали мешканців двох будинків після вибуху газу. ",
    "Residents were asked to stay indoors while the storm passed over the coast. ",
)


def texts(count: int, length: int) -> list[str]:
    """Make `count` different texts of `length` characters."""
    stock = "".join(islice(cycle(SENTENCES), 40))
    return [f"{number} {stock[number * 7 :]}"[:length] for number in range(count)]


# Characters of a usual title, and articles taken for each choice.
TITLE, ARTICLES = 70, 24


def pace(lead: int | None) -> float:
    """Articles a second of one core with title and `lead` characters encoded; None: with the word table alone."""
    encoder = load_encoder()
    titles, bodies = texts(ARTICLES, TITLE), texts(ARTICLES, 1_500)
    if lead is None:
        read(titles[0], bodies[0], "uk")
    start = time.process_time()
    for title, body in zip(titles, bodies, strict=True):
        if lead is None:
            reading = read(title, body, "uk")
            gist(reading.title_rows), gist(reading.body_rows)
        elif encoder is not None:
            encoder.encode([title, body[:lead]] if lead else [title])
    return ARTICLES / (time.process_time() - start)


def main() -> None:
    """Measure and print."""
    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("the bundled encoder is not installed")
    encoder.encode(texts(4, 60))
    print(f"{'characters':>10} {'batch':>6} {'texts per second of one core':>30}")
    for length in (60, 120, 200, 300):
        for batch in (1, 8, 32):
            start = time.process_time()
            for first in range(0, 32, batch):
                encoder.encode(texts(32, length)[first : first + batch])
            print(f"{length:>10} {batch:>6} {32 / (time.process_time() - start):>30.1f}", flush=True)
    print(f"{'what is encoded':>30} {'articles per second of one core':>32}")
    for name, lead in (
        ("word table alone", None),
        ("title", 0),
        *((f"title, {n} of lead", n) for n in (120, 200, 300)),
    ):
        print(f"{name:>30} {pace(lead):>32.1f}", flush=True)


if __name__ == "__main__":
    main()

"""What encoding costs: titles and leads a second of one core, by length of the lead and size of the batch.

`python -m bench.embedding` prints a table for the bundled encoder; texts are invented.
"""

from __future__ import annotations

import time
from itertools import cycle, islice

from svizho.embedding import load_encoder

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


if __name__ == "__main__":
    main()

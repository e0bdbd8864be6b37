"""The site's speed: kept pages beside nginx, pages made anew at any size, bytes of the front page.

`python -m bench.site` makes databases of 1,000 and 1,000,000 articles of generated rows in a folder of /tmp (about
five minutes on a slow machine) and prints three tables; `--sizes 1000 20000` and `--seconds 2` make it shorter, and
`--folder` keeps the databases for the next run. Needs wrk and nginx (Debian's) for the first table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles

import brotli

from bench.newsstand import Load, make_database, nginx, web_server, wrk
from svizho.engine import postgres

SIZES = (1_000, 1_000_000)

# Renderings of each page in one round, and rounds by turns between sizes: what else the machine does hits both.
RENDERS, ROUNDS = 15, 4

PAGES = {"front": "/", "section": "/sport/", "story": "story", "all news": "/latest", "source": "/source/source-7"}

# The targets of docs/site.md.
OF_NGINX, OF_UNCACHED, GROWTH, WHOLE_PAGE, SCRIPTS = 0.4, 50.0, 1.3, 40_000, 8_000


def main() -> None:
    """Make the sites, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="articles of each site")
    parser.add_argument("--seconds", type=int, default=6, help="how long wrk asks each time")
    parser.add_argument("--folder", type=Path, help="where databases are kept for the next run")
    parser.add_argument("--render", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.render:
        print(json.dumps(rendered()))
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="svizho-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    try:
        sites = made_sites(folder, options.sizes)
        growth(sites)
        first = sites[min(sites)]
        serving(first, folder / "nginx", options.seconds)
        weights(first)
    finally:
        postgres.stop(folder / "data")
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


def made_sites(folder: Path, sizes: Sequence[int]) -> dict[int, Mapping[str, str]]:
    """Make a site of each size, or take up what a former run left."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data").chmod(0o711)
    cluster = postgres.start(folder / "data", durable=False).url
    note = folder / "made.json"
    made: dict[str, dict[str, str]] = json.loads(note.read_text()) if note.exists() else {}
    for size in sizes:
        if str(size) not in made:
            began = time.perf_counter()
            environ = make_database(cluster, f"site_{size}", size, folder / "files")
            print(f"{size:,} articles made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
            made[str(size)] = {"DATABASE_URL": environ["DATABASE_URL"]}
            note.write_text(json.dumps(made))
    own = {"SVIZHO_DATA": str(folder / "files"), "SVIZHO_PARENT": str(os.getpid()), "SVIZHO_LOG": "ERROR"}
    own |= {"DJANGO_SETTINGS_MODULE": "svizho.settings.django"}
    found: dict[int, Mapping[str, str]] = {size: {**os.environ, **own, **made[str(size)]} for size in sizes}
    for each in found.values():
        subprocess.run([sys.executable, "-m", "svizho.cli", "prepare"], env=each, check=True, capture_output=True)
    return found


def growth(sites: Mapping[int, Mapping[str, str]]) -> None:
    """Print what each page costs to make at each size, and how many queries it asks."""
    times: dict[tuple[int, str], list[float]] = {}
    queries: dict[tuple[int, str], int] = {}
    for _ in range(ROUNDS):
        for size, environ in sites.items():
            command = [sys.executable, "-m", "bench.site", "--render"]
            told = json.loads(subprocess.run(command, env=environ, check=True, capture_output=True).stdout)
            for page, (took, asked) in told.items():
                times.setdefault((size, page), []).extend(took)
                queries[size, page] = asked
    small, large = min(sites), max(sites)
    # What else the machine does only ever adds, so the fastest tenth tells more of the page than the median.
    best = {key: quantiles(found, n=10)[0] for key, found in times.items()}
    print(f"\npages made anew, ms: fastest tenth, median of {RENDERS * ROUNDS}, queries\n")
    print("page        " + "".join(f"{size:>22,}" for size in sites) + f"   grows (at most {GROWTH})")
    for page in PAGES:
        cells = (f"{best[size, page]:.1f} {median(times[size, page]):.1f} ({queries[size, page]})" for size in sites)
        print(
            f"{page:<12}" + "".join(f"{cell:>22}" for cell in cells) + f"{best[large, page] / best[small, page]:8.2f}"
        )


def rendered() -> dict[str, tuple[list[float], int]]:
    """Make each page again and again in this process; milliseconds of each time, and queries."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from svizho.stories.models import Story

    client = Client(SERVER_NAME="localhost")
    newest = Story.objects.order_by("-id")[:1].get()
    found: dict[str, tuple[list[float], int]] = {}
    for page, path in PAGES.items():
        address = f"/story/{newest.pk}-{newest.slug}" if path == "story" else path
        for _ in range(4):
            response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address} answered {response.status_code}")
        took = []
        for _ in range(RENDERS):
            began = time.perf_counter()
            client.get(address)
            took.append((time.perf_counter() - began) * 1000)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        found[page] = (took, len(asked))
    return found


def serving(environ: Mapping[str, str], folder: Path, seconds: int) -> None:
    """Print requests a second: nginx with the same bytes, kept pages, pages made anew."""
    if not shutil.which("wrk"):
        print("\nno wrk here (Debian: apt install wrk nginx-light), so nothing was asked over the network")
        return
    with web_server(environ, SVIZHO_WEB_CACHE_MEGABYTES="0") as (address, _):
        anew = wrk(f"{address}/", seconds=seconds, connections=4)
        page = fetched(f"{address}/")
    folder.mkdir(exist_ok=True)
    rows: list[tuple[str, str, Load]] = []
    packed = {"Accept-Encoding": "gzip"}
    # By turns, so that what else the machine does hits all of them.
    with web_server(environ) as (address, _):
        warm = fetched(f"{address}/", "gzip"), fetched(f"{address}/")
        with nginx(folder, {"page.html": warm[1], "page.html.gz": warm[0]}) as other:
            for name, headers in (("gzip", packed), ("as it is", {})):
                for _ in range(2):
                    rows.append((name, "nginx", wrk(f"{other}/page.html", seconds=seconds, headers=headers)))
                    rows.append((name, "kept", wrk(f"{address}/", seconds=seconds, headers=headers)))
    print(f"\nthe front page, {len(page):,} bytes ({len(warm[0]):,} by gzip), wrk -t1 -c32 for {seconds} s\n")
    print("bytes      from         requests/s      median      99 %   errors")
    for name, who, load in rows:
        print(f"{name:<10} {who:<10} {load.requests:>12,.0f} {load.median:>11} {load.slowest:>9} {load.errors:>8}")
    who = "made anew"
    print(f"{'as it is':<10} {who:<10} {anew.requests:>12,.1f} {anew.median:>11} {anew.slowest:>9} {anew.errors:>8}")
    for name in ("gzip", "as it is"):
        best = {
            who: max(load.requests for each, by, load in rows if (each, by) == (name, who)) for who in ("nginx", "kept")
        }
        print(
            f"{name}: kept / nginx {best['kept'] / best['nginx']:.2f} (at least {OF_NGINX}), "
            f"kept / made anew {best['kept'] / anew.requests:,.0f} (at least {OF_UNCACHED:.0f})"
        )


def fetched(address: str, coding: str = "identity") -> bytes:
    """Fetch an address in a coding."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding})
    with urllib.request.urlopen(request, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def weights(environ: Mapping[str, str]) -> None:
    """Print what a first visit to the front page loads, by brotli and by gzip, fonts as they are."""
    with web_server(environ) as (address, _):
        page = fetched(f"{address}/").decode()
        names = [name for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', page) if not name.endswith(".png")]
        whole = {"/": page.encode()} | {name: fetched(address + name) for name in dict.fromkeys(names)}
    rows = []
    for name, body in whole.items():
        font = name.endswith(".woff2")
        rows.append(
            (
                name,
                len(body),
                len(body if font else brotli.compress(body, quality=5)),
                len(body if font else gzip.compress(body, 6)),
            )
        )
    print("\nthe front page, bytes of a first visit (pictures there are none)\n")
    print(f"{'what':<56}{'as it is':>10}{'brotli':>9}{'gzip':>9}")
    for name, plain, small, larger in rows:
        print(f"{name:<56}{plain:>10,}{small:>9,}{larger:>9,}")
    fonts = sum(small for name, _, small, _ in rows if name.endswith(".woff2"))
    print(f"all {sum(row[2] for row in rows):,} by brotli, {fonts:,} of it fonts; aim {WHOLE_PAGE:,}")
    scripts = sum(plain for name, plain, _, _ in rows if name.endswith(".js"))
    print(f"scripts {scripts:,} as they are; aim {SCRIPTS:,}")


if __name__ == "__main__":
    main()

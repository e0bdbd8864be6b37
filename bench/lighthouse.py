"""Lighthouse's scores of the pages readers open most, phone and desktop: `make lighthouse`.

Lighthouse (npm, version 12) is put into `build/tools` once; nothing of it ships. The site is that of the browser tests:
the demo newswire as if it had come today. Prints a table of the scores (0 to 100) and what cost points; ends with 1
when a page falls short of 100 in accessibility, best practices or search engines' eyes, which no busy machine spoils.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.browser.running import Site, chromium, site_of_its_own

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "build" / "tools" / "lighthouse"
VERSION = "12.8.2"

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# What a busy machine cannot spoil.
STEADY = CATEGORIES[1:]
FORMS = ("mobile", "desktop")

# Lighthouse sometimes loses the trace of a page and asks to be run again (NO_NAVSTART).
TRIES = 4

# Where things are not as on a public site: loopback has no encryption, and a test server keeps no such file.
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


@dataclass(frozen=True, slots=True)
class Report:
    """What Lighthouse thinks of a page: scores from 0 to 100, and the audits that cost points."""

    page: str
    form: str
    scores: dict[str, int]
    faults: tuple[str, ...]


def main() -> int:
    """Look at every page, phone and desktop, and print what was found."""
    browser = chromium()
    if browser is None or shutil.which("npm") is None:
        print("needs Debian's chromium and npm", file=sys.stderr)
        return 1
    program = installed()
    print(f"{'page':10} {'form':8} " + " ".join(f"{name:>14}" for name in CATEGORIES))
    short = 0
    for report in reports(program, browser):
        print(f"{report.page:10} {report.form:8} " + " ".join(f"{report.scores[name]:14}" for name in CATEGORIES))
        for fault in report.faults:
            print(f"    {fault}")
        short += any(report.scores[name] < 100 for name in STEADY)
    return 1 if short else 0


def installed() -> Path:
    """Put Lighthouse into the folder of tools, unless it is there; says where its program is."""
    program = TOOL / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        TOOL.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-fund", "--no-audit", "--prefix", str(TOOL), f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return program


def reports(program: Path, browser: str) -> Iterator[Report]:
    """Run a site of its own and look at its pages one by one."""
    with site_of_its_own() as site:
        for page, address in addresses(site).items():
            for form in FORMS:
                yield look(program, browser, page, address, form)


def addresses(site: Site) -> dict[str, str]:
    """Name the pages that are looked at; each is asked for once before, as a page of a site that people read is."""
    story = f"{site.address}/story/{site.first}"
    with urllib.request.urlopen(story, timeout=30) as answer:
        text, story = answer.read().decode(), answer.url
    number = text.partition('href="/article/')[2].partition('"')[0].partition("#")[0]
    article = f"{site.address}/article/{number}"
    # Answers to a question are kept out of search engines, as those ask; the page that asks is not.
    found = {"front": f"{site.address}/", "story": story, "article": article, "search": f"{site.address}/search"}
    return {page: quote(address, safe=":/?=&%") for page, address in found.items()}


def look(program: Path, browser: str, page: str, address: str, form: str) -> Report:
    """Let Lighthouse look at one page."""
    preset = ("--preset=desktop",) if form == "desktop" else ()
    command = [
        str(program), address, "--quiet", "--output=json", "--output-path=stdout", *preset,
        f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(FLAGS)}",
    ]  # fmt: skip
    for left in reversed(range(TRIES)):
        done = subprocess.run(
            command, env={**os.environ, "CHROME_PATH": browser}, stdout=subprocess.PIPE, check=not left
        )
        if not done.returncode:
            break
    return report_of(page, form, json.loads(done.stdout))


def report_of(page: str, form: str, told: dict[str, Any]) -> Report:
    """Read what Lighthouse told."""
    scores, faults = {}, []
    for name in CATEGORIES:
        category = told["categories"][name]
        scores[name] = round(100 * (category["score"] or 0))
        weighed = [each["id"] for each in category["auditRefs"] if each["weight"]]
        for audit in (told["audits"][key] for key in weighed):
            if audit["score"] is not None and audit["score"] < 0.9:
                faults.append(f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return Report(page, form, scores, tuple(faults))


if __name__ == "__main__":
    sys.exit(main())

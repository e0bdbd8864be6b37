"""How well texts are sorted: language of headlines, sections and no news, on labelled sets: python -m evals.sorting."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.sections import NOT_NEWS, SHARED, Labelled, contest, giveme5w1h, sib200
from svizho.cli.filters.lines import Record
from svizho.cli.filters.sort import Sorter
from svizho.embedding import load_encoder
from svizho.sorting import identify_language

HEADLINE_LANGUAGES = ("uk", "ru", "en", "be", "bg", "pl")


@dataclass(frozen=True, slots=True)
class Result:
    """Share right of a set, how many texts it has, and what was taken for what."""

    name: str
    right: float
    size: int
    mistaken: Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filed:
    """A labelled text and the record that `svizho sort` made of it."""

    wanted: Labelled
    got: Record

    @property
    def section(self) -> str:
        """The first section, or "(none)"."""
        return str(self.got["section"]) or "(none)"


def headlines() -> dict[str, list[str]]:
    """Sixty headlines per language, written for this project."""
    return {
        language: [
            line.strip()
            for line in (SHARED / f"languages/{language}.txt").read_text("utf-8").splitlines()
            if line.strip()
        ]
        for language in HEADLINE_LANGUAGES
    }


def measure_languages(languages: Sequence[str] = HEADLINE_LANGUAGES, *, declared: bool = False) -> list[Result]:
    """Share of headlines whose language is found, per language; with the right language declared if asked."""
    results = []
    for language, lines in headlines().items():
        found = [
            identify_language(line, languages=languages, declared=language if declared else "").language
            for line in lines
        ]
        mistaken = Counter((language, name) for name in found if name != language)
        results.append(Result(language, found.count(language) / len(lines), len(lines), mistaken))
    return results


def measure_titles() -> Result:
    """The same on the titles of ua_trends (uk and ru; some labels there are the site's, not the text's)."""
    with (SHARED / "stories/ua_trends.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    pairs = [(r["lang"], identify_language(r["title"], languages=HEADLINE_LANGUAGES).language) for r in records]
    right = sum(want == got for want, got in pairs) / len(pairs)
    return Result("ua_trends titles", right, len(pairs), Counter(p for p in pairs if p[0] != p[1]))


def file_all(documents: Sequence[Labelled], sorter: Sorter) -> list[Filed]:
    """What `svizho sort` says of each text."""
    return [
        Filed(document, sorter.transform({"id": document.id, "title": document.title, "text": document.text}))
        for document in documents
    ]


def measure_sections(name: str, filed: Sequence[Filed]) -> Result:
    """Share of texts whose first section is one that the label may mean (evals/sections)."""
    return _result(name, [(f.wanted.label, f.section, f.section in f.wanted.sections) for f in filed])


def measure_labels(name: str, filed: Sequence[Filed]) -> Result:
    """The stricter measure: the likeliest topic must be one that the label means (the set's own labels)."""
    return _result(name, [(f.wanted.label, f.got["topic"], f.got["topic"] in f.wanted.topics) for f in filed])


def measure_news(name: str, filed: Sequence[Filed]) -> Result:
    """Whether news and no news are told apart."""
    pairs = [tuple("no news" if said == NOT_NEWS else "news" for said in (f.wanted.label, f.section)) for f in filed]
    return _result(name, [(want, got, want == got) for want, got in pairs])


def _result(name: str, judged: Sequence[tuple[str, str, bool]]) -> Result:
    right = sum(ok for _, _, ok in judged) / len(judged)
    return Result(name, right, len(judged), Counter((want, got) for want, got, ok in judged if not ok))


def section_results(sorter: Sorter) -> Iterator[Result]:
    """Every labelled set, one after the other."""
    for language in ("uk", "en", "ru"):
        filed = file_all(sib200("dev", (language,)), sorter)
        yield measure_sections(f"sib200 dev {language}, mapped", filed)
        yield measure_labels(f"sib200 dev {language}, its own labels", filed)
    exam = file_all(contest("exam"), sorter)
    told = [filed for filed in exam if filed.wanted.label != "other"]
    yield measure_sections("tgcontest exam", exam)
    yield measure_sections("tgcontest exam without other", told)
    yield measure_labels("tgcontest exam, its own labels", exam)
    yield measure_news("tgcontest exam, news or not", told)
    yield measure_sections("giveme5w1h (never fitted on)", file_all(giveme5w1h(), sorter))


def _print(result: Result) -> None:
    worst = ", ".join(f"{a} as {b} {n}" for (a, b), n in result.mistaken.most_common(8))
    print(f"{result.name:40} {result.right:6.3f} of {result.size:4}   {worst}")


def main() -> None:
    """Print the tables; --words leaves the encoder out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", action="store_true", help="by words alone, without the encoder")
    chosen = options.parse_args()
    print("language of headlines")
    for result in [*measure_languages(), measure_titles()]:
        _print(result)
    print("with the right language declared")
    for result in measure_languages(declared=True):
        _print(result)
    sorter = Sorter(None if chosen.words else load_encoder())
    print("sections", "by words alone" if chosen.words else "by vector and words")
    begun = time.perf_counter()
    for result in section_results(sorter):
        _print(result)
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()

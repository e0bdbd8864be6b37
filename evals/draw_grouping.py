"""Draw how one placing is decided: `python -m evals.draw_grouping > docs/grouping.svg`, from the worked example."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from svizho.embedding import load_encoder, report_texts
from svizho.grouping import Grouper, Report
from svizho.grouping.candidates import find
from svizho.grouping.grouper import BUNDLED
from svizho.grouping.judging import load_judge
from svizho.grouping.levelling import load_levelling
from svizho.grouping.pairs import LIKENESSES
from svizho.grouping.shelf import query_of

# The worked example of docs/grouping.md: id, hour, language, title, text. The last one is placed in the picture.
EXAMPLE = (
    ("a", 12, "en", "Strong earthquake of magnitude 6.4 shakes Izmir, dozens hurt",
     "A strong earthquake of magnitude 6.4 shook the Turkish city of Izmir on Monday morning, and at least 38 people "
     "were hurt, the disaster agency AFAD said. Mayor Cemil Aksoy asked residents of Karabaglar to stay outdoors."),
    ("b", 13, "en", "Dynamo reach cup final after penalty shoot-out in Poltava",
     "Dynamo beat Vorskla on penalties in the semi-final of the national cup. Keeper Heorhii Bushchan saved twice."),
    ("c", 14, "en", "Athens feels small quake, trains stop for an hour",
     "An earthquake of magnitude 4.1 was felt in Athens on Tuesday. The fire service of Greece was called nowhere, and "
     "trains ran again within the hour, the operator Hellenic Train said."),
    ("d", 15, "uk", "Землетрус магнітудою 6,4 в Ізмірі: щонайменше 38 постраждалих",
     "Щонайменше 38 людей постраждали внаслідок землетрусу магнітудою 6,4, який стався в понеділок у турецькому "
     "Ізмірі, повідомило агентство AFAD. Мер міста Джеміль Аксой просить мешканців Карабаглара не заходити в будинки."),
)  # fmt: skip

# What is shown of each candidate, in words.
SHOWN = (
    ("title_meaning", "meaning of the titles"), ("body_meaning", "meaning of the leads"),
    ("soft_words", "words of the titles, one by one"), ("lead_said", "names of the lead found there"),
    ("figures_said", "numbers of the lead found there"), ("names", "names in all"), ("alike", "chance of the pair"),
)  # fmt: skip

WIDTH, ROW, TOP, LABELS, COLUMN = 900, 24, 92, 230, 215
YES, NO, GREY = "#009e73", "#d55e00", "#56b4e9"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate story: its first title, likenesses of its best member, and the chance in the end."""

    story: str
    title: str
    likenesses: dict[str, float]
    chance: float


def weigh() -> tuple[Report, list[Weighed], float]:
    """Place all but the last report of the example and weigh the last; gives it, its candidates, the threshold."""
    encoder, judge = load_encoder(), load_judge()
    reports = []
    for name, hour, language, title, text in EXAMPLE:
        rows = encoder.encode(report_texts(title, text)) if encoder else (None, None)
        time = datetime(2026, 11, 2, hour, tzinfo=UTC)
        reports.append(Report(name, language, time, f"{name}.example", title, text, rows[0], rows[1]))
    grouper = Grouper()
    for report in reports[:-1]:
        grouper.place(report)
    candidates = find(grouper._shelf, query_of(reports[-1], load_levelling(BUNDLED)), judge.pairs)  # noqa: SLF001
    assert candidates is not None
    chances = judge.joins.chances(candidates.table)
    titles = {report.id: report.title for report in reports}
    found = []
    for place, story in enumerate(candidates.stories):
        rows = candidates.pairs.likenesses[candidates.owners == place]
        best = rows[rows[:, -1].argmax()]
        found.append(Weighed(story, titles[story], dict(zip(LIKENESSES, best.tolist(), strict=True)), chances[place]))
    return reports[-1], sorted(found, key=lambda one: one.story), judge.threshold


def draw(report: Report, stories: list[Weighed], threshold: float) -> str:
    """Draw a column of bars for each candidate story."""
    height = TOP + ROW * (len(SHOWN) + 2) + 34
    title = f"Where does report {report.id} belong? “{report.title}”"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="13"><title>{escape(title)}</title><rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="15">{escape(title)}</text>',
    ]
    for line, (_, words) in enumerate(SHOWN):
        parts.append(f'<text x="{LABELS - 10}" y="{TOP + ROW * line + 16}" text-anchor="end">{words}</text>')
    bottom = TOP + ROW * (len(SHOWN) + 1)
    parts.append(f'<text x="{LABELS - 10}" y="{bottom + 16}" text-anchor="end" font-weight="bold">chance, story</text>')
    best = max(stories, key=lambda one: one.chance)
    for column, story in enumerate(stories):
        parts += _column(LABELS + column * COLUMN, story, bottom, joined=story is best and best.chance >= threshold)
    end = f"joins story {best.story}" if best.chance >= threshold else "starts a story of its own"
    words = f"threshold {threshold:.2f}: the report {end}"
    parts.append(f'<text x="{LABELS}" y="{bottom + 48}" font-weight="bold">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _column(x: int, story: Weighed, bottom: int, *, joined: bool) -> list[str]:
    words = story.title.split()
    lines = [f"story {story.story}", " ".join(words[:4]), " ".join(words[4:8]) + (" …" if len(words) > 8 else "")]
    parts = [
        f'<text x="{x}" y="{48 + 15 * place}" font-size="12">{escape(line)}</text>' for place, line in enumerate(lines)
    ]
    for line, (name, _) in enumerate(SHOWN):
        parts += _bar(x, TOP + ROW * line, story.likenesses[name], GREY)
    return parts + _bar(x, bottom, story.chance, YES if joined else NO)


def _bar(x: int, y: int, value: float, colour: str) -> list[str]:
    if math.isnan(value):
        return [f'<text x="{x}" y="{y + 16}" fill="#666">nothing to compare</text>']
    long = 130 * min(max(value, 0), 1)
    return [
        f'<rect x="{x}" y="{y + 4}" width="130" height="14" fill="#eee"/>',
        f'<rect x="{x}" y="{y + 4}" width="{long:.1f}" height="14" fill="{colour}"/>',
        f'<text x="{x + 136}" y="{y + 16}">{value:.2f}</text>',
    ]


def main() -> None:
    """Print the picture."""
    print(draw(*weigh()), end="")


if __name__ == "__main__":
    main()

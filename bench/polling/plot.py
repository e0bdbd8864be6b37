"""The picture of the comparison: mean delay by day, one line a policy, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 60, 170, 40, 50
# Colours that people who see no red or no green can tell apart (Okabe and Ito 2008).
COLOURS = ("#999999", "#e69f00", "#56b4e9", "#d55e00", "#0072b2", "#009e73")


def draw(lines: Mapping[str, Sequence[float]], title: str) -> str:
    """Draw minutes of delay over days 1, 2, ... for each policy."""
    days = max(len(values) for values in lines.values())
    top = max(max(values) for values in lines.values()) * 1.08
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(day: int, value: float) -> tuple[float, float]:
        return LEFT + across * day / max(days - 1, 1), TOP + up * (1 - value / top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="13"><title>{escape(title)}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="14">{escape(title)}</text>',
    ]
    for minutes in range(0, int(top) + 1, 5):
        y = place(0, minutes)[1]
        parts.append(f'<path d="M{LEFT} {y:.1f}H{LEFT + across}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{minutes}</text>')
    for day in range(days):
        x = place(day, 0)[0]
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 28}" text-anchor="middle">{day + 1}</text>')
    parts.append(f'<text x="{LEFT + across / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">day</text>')
    parts += _lines(lines, place)
    return "\n".join([*parts, "</svg>", ""])


def _lines(lines: Mapping[str, Sequence[float]], place: object) -> list[str]:
    """Draw the lines, each named at its end; names keep 16 units from each other."""
    assert callable(place)
    parts, last = [], float("inf")
    ends = sorted(lines, key=lambda name: -lines[name][-1])
    heights = {}
    for name in reversed(ends):
        last = min(place(len(lines[name]) - 1, lines[name][-1])[1], last - 16)
        heights[name] = last
    for (name, values), colour in zip(lines.items(), COLOURS, strict=False):
        points = " ".join("{:.1f},{:.1f}".format(*place(day, value)) for day, value in enumerate(values))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        x = place(len(values) - 1, 0)[0] + 8
        parts.append(f'<text x="{x:.1f}" y="{heights[name] + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return parts

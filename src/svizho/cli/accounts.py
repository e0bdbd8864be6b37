"""The account of all articles, printed: the lines add up to their number."""

from __future__ import annotations

import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from svizho.articles.actions import take_up_again
from svizho.journey import Account, account
from svizho.kit.clock import now


def start_again(reason: str) -> int:
    """Send articles that were set aside for `reason` on the journey again."""
    count = take_up_again(reason, now=now())
    Console().print(f"{count} articles set aside as {reason!r} start again")
    return 0


def print_account(*, as_json: bool) -> int:
    """Print where all articles stand."""
    numbers = account()
    if as_json:
        Console().print_json(json.dumps(asdict(numbers), ensure_ascii=False))
        return 0
    console = Console()
    console.print(_table(numbers))
    if numbers.put_off:
        console.print(f"{numbers.put_off} of those that wait are put off after trouble:")
        for line in numbers.troubles:
            console.print(f"  {line.articles} × {line.where}")
    return 0


def _table(numbers: Account) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("where")
    table.add_column("articles", justify="right")
    for line in numbers.waiting:
        table.add_row(f"waits for {line.where}", str(line.articles))
    table.add_row("published", str(numbers.published))
    for line in numbers.aside:
        table.add_row(f"set aside: {line.where}", str(line.articles))
    table.add_row("all articles (the sum of the above)", str(numbers.articles), style="bold")
    table.add_row("", "")
    table.add_row("entries in feeds", str(numbers.entries))
    table.add_row("published articles that wait to be read for claims", str(numbers.unread))
    table.add_row("published articles that wait to be indexed for search", str(numbers.unindexed))
    table.add_row("articles placed in a story", str(numbers.placed))
    table.add_row("stories", str(numbers.stories))
    return table

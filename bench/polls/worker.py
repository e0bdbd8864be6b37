"""A worker of Svizho that goes no further than polling: `python -m bench.polls.worker PORT`.

Everything is the real thing (queue, lanes, jobs, door with its limits per host, cage, transactions) but two: the
steps after polling end at once, since the others in the bench do not fetch pages either, and the door's guard lets
it visit loopback on the one port of the bench, without opening the addresses, so that limits per host hold.
"""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings


def main(port: int) -> None:
    """Set Django up and work until told to stop."""
    django.setup()
    from svizho import __version__
    from svizho.engine import queue, worker
    from svizho.engine.bench import workbench
    from svizho.engine.parents import die_with_parent
    from svizho.journey import Leg
    from svizho.kit.http import AddressGuard, Door

    class LoopbackGuard(AddressGuard):
        """Takes the publishers of the bench for public ones."""

        def permits(self, address: str) -> bool:
            """Permit loopback."""
            return address.startswith("127.")

        def has_web_port(self, other: int) -> bool:
            """Permit the port of the bench."""
            return other == port

    die_with_parent(int(os.environ["SVIZHO_PARENT"]))
    bench, fetching = workbench(), settings.SVIZHO.fetching
    bench.__dict__["door"] = Door(
        agent=f"Svizho/{__version__}",
        per_host=fetching.per_host,
        host_pause=fetching.host_pause_seconds,
        total=fetching.total,
        guard=LoopbackGuard(),
    )
    setattr(queue, "run_leg", lambda *_: Leg())  # noqa: B010 - polling alone is measured
    worker.main()


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Doors for tests: closed again afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from svizho.kit.http import AddressGuard, Door
from tests.kit.http.servers import Behaviour, RawServer

AGENT = "Svizho-test/1 (+https://svizho.example)"


class LoopbackGuard(AddressGuard):
    """Takes 127.0.0.1 on any port for a public site, without opening it: so that manners can be tested."""

    PUBLIC = frozenset({"127.0.0.1"})

    def permits(self, address: str) -> bool:
        return address in self.PUBLIC

    def has_web_port(self, port: int) -> bool:
        return True


@pytest.fixture
def open_door() -> Iterator[Callable[..., Door]]:
    """Make a door; keyword arguments go to it."""
    doors: list[Door] = []

    def make(*servers: RawServer, **more: object) -> Door:
        addresses = [server.address for server in servers]
        doors.append(Door(agent=AGENT, open_addresses=addresses, **more))  # type: ignore[arg-type]
        return doors[-1]

    yield make
    for door in doors:
        door.close()


@pytest.fixture
def polite_door(open_door: Callable[..., Door]) -> Callable[..., Door]:
    """Make a door that treats 127.0.0.1 like a stranger's site; names resolve to it."""

    async def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    def make(**more: object) -> Door:
        return open_door(**{"guard": LoopbackGuard(), "lookup": lookup, "host_pause": 0.0, **more})

    return make


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], RawServer]]:
    """Start a server with a behaviour."""
    servers: list[RawServer] = []

    def start(behaviour: Behaviour, **more: object) -> RawServer:
        server = RawServer(behaviour, **more)  # type: ignore[arg-type]
        servers.append(server)
        return server.__enter__()

    yield start
    for server in servers:
        server.__exit__()

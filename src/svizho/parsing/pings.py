"""XML-RPC weblogUpdates.ping and extendedPing -> the addresses they name; only strings are read from strangers."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from svizho.errors import NotAPing
from svizho.parsing.fields import LONGEST_URL, web_address

# An honest ping is under a kilobyte: a method, a name, one to four addresses.
MOST_PING_BYTES = 16_384
# methodCall/params/param/value/string: nothing in a ping stands deeper than its fifth element.
_DEEPEST, _MOST_ELEMENTS, _MOST_LETTERS = 8, 60, 8_000

# https://xmlrpc.com/weblogsCom.html; the spelling with a small "b" is what the server of weblogs.com took too.
_METHODS = frozenset({"weblogupdates.ping", "weblogupdates.extendedping"})


@dataclass(frozen=True, slots=True)
class Ping:
    """What a ping says has changed: absolute http(s) addresses, the most exact (the feed's own) first."""

    method: str
    urls: tuple[str, ...]


@dataclass
class _Reader:
    """Collects the text of the method's name and of each parameter."""

    method: str = ""
    values: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    elements: int = 0
    letters: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        self.elements += 1
        if len(self.path) > _DEEPEST or self.elements > _MOST_ELEMENTS:
            raise NotAPing("the call is deeper or longer than a ping")
        if name == "value":
            self.values.append("")

    def end(self, name: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        self.letters += len(data)
        if self.letters > _MOST_LETTERS:
            raise NotAPing("the call holds more text than a ping")
        if "value" in self.path:
            self.values[-1] += data
        elif self.path[-1:] == ["methodName"]:
            self.method += data


def _no_types(*_: object) -> None:
    """Refuse a document type, in whose entities bombs and files of ours would be named."""
    raise NotAPing("a ping has no document type")


def read_ping(body: bytes) -> Ping:
    """Read an XML-RPC call of weblogUpdates; raises NotAPing in words for anything else, however hostile.

    extendedPing(name, home page, changed page, feed) names the feed last, which is therefore given first.
    """
    if len(body) > MOST_PING_BYTES:
        raise NotAPing(f"a ping of more than {MOST_PING_BYTES} bytes is not read")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_types
    parser.EntityDeclHandler = _no_types
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotAPing(f"the call is no XML: {error}"[:200]) from error
    if reader.method.strip().lower() not in _METHODS:
        raise NotAPing("the only calls answered are weblogUpdates.ping and weblogUpdates.extendedPing")
    told = (web_address(value.strip()) for value in reversed(reader.values[1:5]) if len(value) <= LONGEST_URL)
    urls = tuple(dict.fromkeys(url for url in told if url))
    if not urls:
        raise NotAPing("the ping names no address")
    return Ping(reader.method.strip(), urls)

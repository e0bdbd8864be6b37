"""Lists of feeds as OPML: read whatever stranger's list comes, write one that every reader takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.kit.text import tidy
from svizho.parsing.decoding import decode_feed
from svizho.parsing.fields import LONGEST_NAME, plain, web_address
from svizho.parsing.languages import two_letters
from svizho.parsing.shapes import OpmlOutline

# 5,000 feeds take about 1 MB.
MOST_BYTES = 10_000_000
MOST_OUTLINES = 20_000


def read_opml(data: bytes) -> tuple[OpmlOutline, ...]:
    """Read every feed of an OPML list, in order, each address once, with the folders it stands in.

    Names of attributes may be in any case; a list that is damaged is read as far as it makes sense. Entities and
    document types are not followed. Raises NotAFeed when there is no outline at all, FeedTooLarge beyond
    MOST_BYTES or MOST_OUTLINES.
    """
    if len(data) > MOST_BYTES:
        raise FeedTooLarge(f"the list is {len(data)} bytes; {MOST_BYTES} is the most we read")
    text = decode_feed(data).text.strip()
    start = text.lower().find("<opml")
    if start < 0:
        raise NotAFeed("this is no OPML list")
    # Whatever stands before the root (declaration, DOCTYPE with entities) is cut off unread.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text[start:].encode("utf-8"), parser=parser)
    if root is None:
        raise NotAFeed("the OPML list is damaged beyond reading")
    found: dict[str, OpmlOutline] = {}
    for outline in _outlines(root):
        found.setdefault(outline.feed_url, outline)
    return tuple(found.values())


def _outlines(root: etree._Element) -> Iterator[OpmlOutline]:
    """Walk the tree without recursion, keeping the names of the folders that are open."""
    folders: list[str] = []
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or element.tag.lower() != "outline":
            continue
        if event == "end":
            folders.pop()
            continue
        count += 1
        if count > MOST_OUTLINES:
            raise FeedTooLarge(f"the list has more than {MOST_OUTLINES} outlines")
        said = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        title = plain(said.get("title") or said.get("text") or "", LONGEST_NAME)
        address = web_address(said.get("xmlurl") or said.get("url"))
        if address and said.get("type", "rss").lower() not in ("link", "include"):
            yield _outline(said, title, address, folders)
        folders.append("" if address else title.replace("/", "∕"))


def _outline(said: dict[str, str], title: str, address: str, folders: list[str]) -> OpmlOutline:
    folder = "/".join(name for name in folders if name) or tidy(said.get("category", "").split(",")[0]).strip("/")
    return OpmlOutline(
        title=title,
        feed_url=address,
        home_url=web_address(said.get("htmlurl")),
        language=two_letters(said.get("language", "")),
        folder=folder[:500],
    )


def write_opml(title: str, outlines: Iterable[OpmlOutline]) -> str:
    """Write an OPML 2.0 list with nested folders; what `read_opml` reads from it equals what was written."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = tidy(title)
    places: dict[str, etree._Element] = {"": etree.SubElement(root, "body")}
    for outline in outlines:
        _write(_place(places, outline.folder), outline)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True).decode("utf-8")


def _place(places: dict[str, etree._Element], folder: str) -> etree._Element:
    """Find the outline of a folder, making it and those above it where they are missing."""
    path = ""
    for name in filter(None, (tidy(part) for part in folder.split("/"))):
        above, path = path, f"{path}/{name}"
        if path not in places:
            places[path] = etree.SubElement(places[above], "outline", text=name, title=name)
    return places[path]


def _write(place: etree._Element, outline: OpmlOutline) -> None:
    title = tidy(outline.title)
    title = title if plain(title, LONGEST_NAME) else outline.feed_url
    said = {"type": "rss", "text": title, "title": title, "xmlUrl": tidy(outline.feed_url)}
    said |= {"htmlUrl": tidy(outline.home_url)} if outline.home_url else {}
    said |= {"language": outline.language} if outline.language else {}
    etree.SubElement(place, "outline", attrib=said)

"""Web pages as trees: made without network, entities or mistakes of the declared encoding."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lxml import etree
from lxml import html as lxml_html

from svizho.parsing.caps import has_flooded_tag

# Classes of one element are read up to so many characters; those of the wordiest frameworks end below 500.
LONGEST_CLASS = 1_000


def document(text: str) -> etree._Element | None:
    """Make a tree of a decoded page; None when it cannot be read, or is of a shape that would keep a parser busy."""
    if has_flooded_tag(text):
        return None
    # The text is decoded already: lxml refuses text with a declaration, and must not read <meta charset> again.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def by_class(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the elements below (and at) `root` that have a class of exactly this name."""
    for element in root.iter():
        if isinstance(element.tag, str) and name in classes_of(element):
            yield element


def classes_of(element: etree._Element) -> list[str]:
    """List the classes of an element."""
    return (element.get("class") or "")[:LONGEST_CLASS].split()


def inner_html(element: etree._Element) -> str:
    """Write what stands inside an element as HTML."""
    inside = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return escape(element.text or "", quote=False) + "".join(inside)


def text_of(element: etree._Element) -> str:
    """Give the words inside an element, parts that stand apart parted by spaces."""
    return " ".join(" ".join(str(part) for part in element.itertext()).split())

"""Feeds as servers really send them: nothing is lost for a small fault."""

from __future__ import annotations

import pytest

from svizho.errors import NotAFeed
from tests.parsing.documents import DATE, ITEM, MOMENT, TITLE, document, parsed


def titles(text: str | bytes) -> list[str]:
    return [entry.title for entry in parsed(text).entries]


def test_an_ampersand_that_is_no_entity() -> None:
    assert (
        titles(document(ITEM.replace("підписав", "A&B підписав") * 5))
        == [TITLE.replace("підписав", "A&B підписав")] * 5
    )


def test_entities_of_html_that_xml_has_not() -> None:
    assert (
        titles(document(ITEM.replace("підписав", "&laquo;підписав&raquo;&nbsp;") * 5))
        == [TITLE.replace("підписав", "«підписав»")] * 5
    )


def test_entities_are_left_alone_in_cdata_and_read_in_html() -> None:
    feed = parsed(document(ITEM.replace("Ціна", "<![CDATA[<p>Q&A &laquo;ціна&raquo; &amp;copy;</p>]]>")))
    assert feed.entries[0].summary.startswith("<p>Q&amp;A «ціна» &amp;copy;</p>")


def test_an_unclosed_tag() -> None:
    assert titles(document((ITEM * 5).replace("</guid>", "", 1))) == [TITLE] * 5


def test_a_feed_cut_in_the_middle_keeps_what_is_whole() -> None:
    feed = parsed(document().encode()[:-700])
    assert [entry.title for entry in feed.entries[:3]] == [TITLE] * 3
    assert all(entry.title for entry in feed.entries)


@pytest.mark.parametrize(
    "before",
    [
        "\n\n  ",
        "\ufeff\n",
        "<br />\n<b>Warning</b>: mysql in /x.php on line <b>1</b>\n",
        "<!-- cached -->\n",
        "{}garbage",
    ],
)
def test_junk_before_the_document(before: str) -> None:
    text = before + document()
    assert titles(text.replace("{}", "")) == [TITLE] * 5


def test_junk_after_the_document() -> None:
    assert titles(document() + "\n<script>var x = 1 && 2;</script><!-- 0.3 s -->") == [TITLE] * 5


def test_a_doctype_with_entities_of_its_own() -> None:
    before = (
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd" [<!ENTITY who "Київ"><!ENTITY hellip "&#8230;">]>'
    )
    assert titles(document(ITEM.replace("підписав", "&who;&hellip;"), before=before)) == [
        TITLE.replace("підписав", "Київ…")
    ]


def test_double_escaped_titles() -> None:
    assert titles(document(ITEM.replace("підписав", "&amp;quot;підписав&amp;quot; &lt;b&gt;закон&lt;/b&gt;")))[0] == (
        TITLE.replace("підписав", '"підписав" закон')
    )


def test_a_title_that_speaks_of_tags_keeps_them_when_atom_says_it_is_text() -> None:
    feed = parsed(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Чому &lt;b&gt; краще</title><id>1</id></entry></feed>'
    )
    assert feed.entries[0].title == "Чому <b> краще"


def test_missing_guids_and_dates_are_no_fault() -> None:
    item = ITEM.replace("<guid>https://ex.ua/1</guid>", "").replace(DATE, "")
    entry = parsed(document(item)).entries[0]
    assert (entry.guid, entry.url, entry.title, entry.published) == ("", "https://ex.ua/1", TITLE, None)


def test_relative_links_are_resolved_everywhere() -> None:
    item = (
        "<item><title>t</title><link>/news/7</link><guid isPermaLink='false'>n-7</guid>"
        "<description>&lt;p&gt;&lt;img src='/i/7.jpg'&gt; &lt;a href='8'&gt;далі&lt;/a&gt;&lt;/p&gt;</description>"
        "<enclosure url='audio/7.mp3' type='audio/mpeg' length='x'/></item>"
    )
    entry = parsed(document(item), url="https://ex.ua/feeds/all").entries[0]
    assert entry.url == "https://ex.ua/news/7"
    assert 'src="https://ex.ua/i/7.jpg"' in entry.summary
    assert 'href="https://ex.ua/feeds/8"' in entry.summary
    assert entry.image == "https://ex.ua/i/7.jpg"
    assert [(part.url, part.type, part.length) for part in entry.enclosures] == [
        ("https://ex.ua/feeds/audio/7.mp3", "audio/mpeg", 0)
    ]


def test_links_of_a_feed_kept_elsewhere_are_relative_to_the_page() -> None:
    item = ITEM.replace("Ціна", "&lt;img src='/i/7.jpg'&gt;")
    assert parsed(document(item), url="https://feeds.example.net/ex").entries[0].image == "https://ex.ua/i/7.jpg"


def test_a_guid_is_a_link_only_when_it_is_one() -> None:
    def link(guid: str) -> str:
        return parsed(document(f"<item><title>t</title>{guid}</item>")).entries[0].url

    assert link("<guid>https://ex.ua/9?a=1&amp;b=2</guid>") == "https://ex.ua/9?a=1&b=2"
    assert link("<guid>9</guid>") == ""
    assert link("<guid isPermaLink='false'>https://ex.ua/9</guid>") == "https://ex.ua/9"


def test_two_entries_may_say_the_same() -> None:
    assert len(parsed(document(ITEM * 2)).entries) == 2


def test_white_space_in_links() -> None:
    assert (
        parsed(document(ITEM.replace("https://ex.ua/1<", "\n  https://ex.ua/1\n <"))).entries[0].url
        == "https://ex.ua/1"
    )


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://ex.ua/1"])
def test_only_web_addresses_are_links(scheme: str) -> None:
    item = f"<title>t</title><link>{scheme}</link><enclosure url='{scheme}'/><guid isPermaLink='false'>1</guid>"
    entry = parsed(document(f"<item>{item}</item>")).entries[0]
    assert (entry.url, entry.enclosures) == ("", ())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<!DOCTYPE html><html><head><title>404</title></head><body><p>x</p></body></html>", "web page"),
        ("<html lang='uk'><body>Сторінку не знайдено</body></html>".encode(), "web page"),
        (b"Too many requests", "plain text"),
        (b"/etc/passwd", "plain text"),
        (b"<sitemapindex><sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>", "names none"),
        (b"{}", "no JSON Feed"),
        (b"[1, 2]", "no JSON Feed"),
        (b'{"error": ', "no JSON"),
        (b"{" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_feed_is_told_in_words(body: bytes, words: str) -> None:
    with pytest.raises(NotAFeed, match=words):
        parsed(body)


def test_an_empty_feed_is_a_feed() -> None:
    feed = parsed(document(""))
    assert (feed.kind, feed.title, feed.entries) == ("rss", "Новини України", ())


def test_dates_and_text_survive_the_worst_common_mixture() -> None:
    text = "\n<br/>" + document(ITEM.replace("підписав", "&nbsp;A&B\x07 підписав")) + "<!-- end -->"
    entry = parsed(text.encode() + b"\xd0").entries[0]
    assert (entry.title, entry.published) == (TITLE.replace("підписав", "A&B підписав"), MOMENT)


@pytest.mark.parametrize("reference", ["&#x110000;", "&#99999999;", "&#xD800;", "&#0;", "&#x1F;"])
def test_numbers_of_characters_that_are_none(reference: str) -> None:
    """feedparser gives up the whole feed for one of these."""
    assert titles(document(ITEM.replace("підписав", f"{reference}підписав") * 5)) == [TITLE] * 5


def test_numbers_of_characters_as_html_allows_them() -> None:
    assert titles(document(ITEM.replace("підписав", "&#X43F;і&#x0434;&#1087;исав")))[0] == TITLE


@pytest.mark.parametrize("stone", ["<gml:pos>", "<textinput><name>x</name>", "<image><width/><width></image>"])
def test_what_feedparser_stumbles_over_is_taken_out_of_its_way(stone: str) -> None:
    assert TITLE in titles(document(ITEM + stone))


def test_a_comment_before_the_document_may_speak_of_anything() -> None:
    assert titles("<!-- <!DOCTYPE x [ <a href=''> & &nbsp; -->" + document()) == [TITLE] * 5


def test_a_frame_closed_in_its_own_tag_does_not_swallow_the_text() -> None:
    item = ITEM.replace("Ціна", '<![CDATA[<iframe src="https://v.ua/1" />Ціна]]>')
    assert parsed(document(item)).entries[0].summary.startswith("Ціна нафти")


def test_cdf_is_read() -> None:
    channel = '<CHANNEL HREF="https://ex.ua/"><TITLE>Канал</TITLE><ITEM HREF="https://ex.ua/1"><TITLE>Один</TITLE></ITEM></CHANNEL>'
    feed = parsed(f"<?xml version='1.0'?>{channel}")
    assert (feed.title, [(entry.title, entry.url) for entry in feed.entries]) == (
        "Канал",
        [("Один", "https://ex.ua/1")],
    )
    assert parsed("<CHANNEL><TITLE>Канал</TITLE></CHANNEL>").title == "Канал"

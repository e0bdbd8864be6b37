"""Every format of feeds gives the same shapes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from svizho.parsing import Enclosure
from tests.parsing.documents import ITEM, MOMENT, document, parsed

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk-UA" xml:base="https://ex.ua/">
 <title type="html">Новини &amp;amp; події</title><subtitle>Стрічка</subtitle><id>urn:f</id>
 <link rel="self" href="atom.xml"/><link rel="hub" href="https://hub.example/"/><link href="/"/>
 <author><name>Редакція</name></author>
 <entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Рада <em>ухвалила</em> бюджет</div></title>
  <id>tag:ex.ua,2026:1</id><link rel="alternate" href="n/1"/>
  <link rel="enclosure" type="image/jpeg" length="7" href="i/1.jpg"/>
  <published>2026-11-02T10:00:00+02:00</published><updated>2026-11-02T11:00:00+02:00</updated>
  <author><name>Іван Петренко</name><email>ivan@ex.ua</email></author><author><name>Олена Коваль</name></author>
  <category term="polityka" label="Політика"/><category term="Політика"/><category term="Економіка"/>
  <summary>Стисло: 5 &lt; 6</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Текст <a href="n/2">далі</a></p></div></content>
 </entry>
 <entry xml:lang="en"><title>Second</title><id>urn:2</id><updated>2026-11-02T08:00:00Z</updated>
  <content type="html">&lt;p&gt;Body&lt;/p&gt;</content></entry>
</feed>"""


def test_atom_with_everything() -> None:
    feed = parsed(ATOM)
    assert (feed.kind, feed.title, feed.description, feed.language) == ("atom", "Новини & події", "Стрічка", "uk")
    assert (feed.home_url, feed.self_url, feed.hub) == (
        "https://ex.ua/",
        "https://ex.ua/atom.xml",
        "https://hub.example/",
    )
    first, second = feed.entries
    assert (first.title, first.url, first.guid) == ("Рада ухвалила бюджет", "https://ex.ua/n/1", "tag:ex.ua,2026:1")
    assert first.summary == "Стисло: 5 &lt; 6"
    assert first.content.startswith('<p>Текст <a href="https://ex.ua/n/2"')
    assert first.author == "Іван Петренко, Олена Коваль"
    assert (first.published, first.updated) == (MOMENT, datetime(2026, 11, 2, 9, tzinfo=UTC))
    assert first.categories == ("Політика", "Економіка")
    assert first.enclosures == (Enclosure("https://ex.ua/i/1.jpg", "image/jpeg", 7),)
    assert (first.image, first.language) == ("https://ex.ua/i/1.jpg", "uk")
    assert (second.language, second.author, second.published) == ("en", "Редакція", MOMENT)
    assert second.content == "<p>Body</p>"


def test_atom_03() -> None:
    feed = parsed(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>Old</title><tagline>2003</tagline>'
        '<entry><title mode="escaped" type="text/html">A &amp;lt;b&amp;gt; tag</title><id>urn:1</id>'
        '<link rel="alternate" type="text/html" href="https://ex.ua/1"/><issued>2026-11-02T10:00:00+02:00</issued>'
        "<modified>2026-11-02T10:30:00+02:00</modified>"
        '<content type="text/html" mode="escaped">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>'
    )
    entry = feed.entries[0]
    assert (feed.kind, feed.description, entry.title, entry.content) == ("atom", "2003", "A <b> tag", "<p>x</p>")
    assert entry.published == MOMENT


@pytest.mark.parametrize("space", ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"])
def test_rdf(space: str) -> None:
    feed = parsed(
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{space}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        '<channel rdf:about="https://ex.ua/rdf"><title>RDF</title><link>https://ex.ua/</link>'
        "<dc:language>uk</dc:language>"
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>"
        '<item rdf:about="https://ex.ua/1"><title>Один</title><link>https://ex.ua/1</link>'
        "<dc:creator>І. Франко</dc:creator>"
        "<dc:date>2026-11-02T10:00:00+02:00</dc:date><dc:subject>Культура</dc:subject></item></rdf:RDF>"
    )
    entry = feed.entries[0]
    assert (feed.kind, feed.language, feed.ttl and feed.ttl.total_seconds()) == ("rdf", "uk", 6 * 3600)
    assert (entry.guid, entry.author, entry.published) == ("https://ex.ua/1", "І. Франко", MOMENT)
    assert entry.categories == ("Культура",)


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94", "2.0", "", "3.x"])
def test_rss_of_every_version(version: str) -> None:
    feed = parsed(document().replace('version="2.0"', f'version="{version}"'))
    assert (feed.kind, len(feed.entries), feed.entries[0].published) == ("rss", 5, MOMENT)


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def rich(inside: str) -> str:
    return document(ITEM.replace("<guid>", inside + "<guid>", 1)).replace("<rss ", f"<rss {MEDIA} ")


def test_media_content_and_thumbnails() -> None:
    entry = parsed(
        rich(
            '<media:thumbnail url="/t.jpg" width="90"/><media:group>'
            '<media:content url="/s.jpg" medium="image" width="100"/>'
            '<media:content url="/l.jpg" type="image/jpeg" width="900"/>'
            '<media:content url="/v.mp4" type="video/mp4" fileSize="9"/></media:group>'
        )
    ).entries[0]
    assert entry.image == "https://ex.ua/l.jpg"
    assert entry.enclosures == (Enclosure("https://ex.ua/v.mp4", "video/mp4", 9),)


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        ('<media:thumbnail url="/t.jpg"/>', "https://ex.ua/t.jpg"),
        ('<enclosure url="/e.webp" type="" length="3"/>', "https://ex.ua/e.webp"),
        ('<enclosure url="/e.mp3" type="audio/mpeg"/>', ""),
        ("<content:encoded>&lt;p&gt;&lt;img src='/c.png'&gt;&lt;/p&gt;</content:encoded>", "https://ex.ua/c.png"),
    ],
)
def test_the_picture(inside: str, image: str) -> None:
    assert parsed(rich(inside)).entries[0].image == image


def test_full_text_beside_the_summary() -> None:
    entry = parsed(rich("<content:encoded><![CDATA[<p>Увесь текст.</p>]]></content:encoded>")).entries[0]
    assert entry.content == "<p>Увесь текст.</p>"
    assert entry.summary.startswith("Ціна нафти")


def test_full_text_alone_is_the_summary_too() -> None:
    item = "<item><title>t</title><content:encoded><![CDATA[<p>Увесь текст.</p>]]></content:encoded></item>"
    entry = parsed(document(item).replace("<rss ", f"<rss {MEDIA} ")).entries[0]
    assert entry.content == entry.summary == "<p>Увесь текст.</p>"


@pytest.mark.parametrize("name", ["yandex:full-text", "full-text", "fulltext"])
def test_full_text_as_ukrainian_sites_write_it(name: str) -> None:
    text = rich(f"<{name}>Перший абзац.</{name}>").replace("<rss ", '<rss xmlns:yandex="http://news.yandex.ru" ')
    assert parsed(text).entries[0].content == "Перший абзац."


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<author>ivan@ex.ua (Іван Петренко)</author>", "Іван Петренко"),
        ("<author>ivan@ex.ua</author>", ""),
        ("<author>Іван Петренко &lt;ivan@ex.ua&gt;</author>", "Іван Петренко"),
        ("<dc:creator>Іван Петренко</dc:creator><dc:creator>Олена Коваль</dc:creator>", "Іван Петренко, Олена Коваль"),
        ("<dc:creator><![CDATA[ О&#039;Генрі ]]></dc:creator>", "О'Генрі"),
    ],
)
def test_authors_without_their_mail(written: str, name: str) -> None:
    text = rich(written).replace("<rss ", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" ')
    assert parsed(text).entries[0].author == name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("uk-UA", "uk"),
        ("UA", "uk"),
        ("ukr", "uk"),
        ("українська", "uk"),
        ("en-us", "en"),
        ("ru_RU", "ru"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_languages_in_two_letters(written: str, code: str) -> None:
    assert parsed(document().replace("<language>uk<", f"<language>{written}<")).language == code


def test_the_language_of_the_answer_is_the_last_word() -> None:
    assert parsed(document().replace("<language>uk</language>", ""), content_language="uk-UA").language == "uk"


def test_original_links_of_feedburner() -> None:
    text = rich("<feedburner:origLink>https://ex.ua/own</feedburner:origLink>")
    space = '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    assert parsed(text.replace("<rss ", space)).entries[0].url == "https://ex.ua/own"


def test_long_identities_and_titles_are_bounded() -> None:
    entry = parsed(
        document(f"<item><title>{'слово ' * 5_000}</title><guid isPermaLink='false'>{'g' * 9_000}</guid></item>")
    ).entries[0]
    assert len(entry.title) <= 500
    assert entry.guid.startswith("sha256:")
    assert len(entry.guid) == 71

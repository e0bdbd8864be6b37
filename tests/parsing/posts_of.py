"""Pages and feeds of social networks in their shape; every word and name is invented."""

from __future__ import annotations

MESSAGE = """<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message"
data-post="visnyk_test/{number}" data-view="x">
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"
href="https://t.me/visnyk_test"><span dir="auto">Вісник Сулиці</span></a></div>{reply}{media}
<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>{preview}
<div class="tgme_widget_message_footer compact js-message_footer"><span class="tgme_widget_message_views">1.2K</span>
<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/visnyk_test/{number}">
<time datetime="2026-06-14T0{hour}:15:00+00:00" class="time">0{hour}:15</time></a></span></div></div></div></div>"""
PHOTO = (
    '<a class="tgme_widget_message_photo_wrap" href="https://t.me/visnyk_test/2" '
    "style=\"width:800px;background-image:url('https://cdn.example/file/photo2.jpg')\"><div></div></a>"
)
VIDEO = '<video src="https://cdn.example/file/film3.mp4" class="tgme_widget_message_video js-message_video"></video>'
PREVIEW = (
    '<a class="tgme_widget_message_link_preview" href="https://visnyk.example/news/77-mist-vidkryly">'
    '<div class="link_preview_site_name">Вісник</div><div class="link_preview_title">Міст відкрили</div></a>'
)
REPLY = (
    '<a class="tgme_widget_message_reply" href="https://t.me/visnyk_test/1"><div class="tgme_widget_message_text '
    'js-message_reply_text">Старі слова, на які відповідають</div></a>'
)


def a_message(number: int, text: str, *, hour: int = 5, media: str = "", preview: str = "", reply: str = "") -> str:
    return MESSAGE.format(number=number, text=text, hour=hour, media=media, preview=preview, reply=reply)


def a_channel(*messages: str) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Вісник Сулиці – Telegram</title></head>
<body class="widget_frame_base tgme_webpreview"><header class="tgme_header"><div class="tgme_channel_info">
<div class="tgme_channel_info_header_title"><span dir="auto">Вісник Сулиці</span></div>
<div class="tgme_channel_info_description">Новини громади</div></div></header>
<main class="tgme_main"><section class="tgme_channel_history js-message_history">
{"".join(messages)}</section></main></body></html>"""


CHANNEL = a_channel(
    '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message service_message" data-post="visnyk_test/1">'
    '<div class="tgme_widget_message_bubble">Channel created</div></div></div>',
    a_message(2, "⚡️ <b>Міст через Сулицю відкрили для руху.</b><br><br>Першими проїхали рятувальники. "
                 '<a href="https://visnyk.example/news/77-mist-vidkryly?utm_source=tg">Читати</a> '
                 '<a href="?q=%23mist">#міст</a>', media=PHOTO, preview=PREVIEW),
    a_message(3, "Відео з місця подій, надіслане читачем", hour=6, media=VIDEO),
    a_message(4, "Уточнення: міст відкрили о сьомій.", hour=7, reply=REPLY),
    a_message(5, "🔥🔥🔥", hour=8),
)  # fmt: skip

MASTODON = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:webfeeds="http://webfeeds.org/rss/1.0"
xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Вісник Сулиці</title>
<description>Public posts from @visnyk@dim.example</description><link>https://dim.example/@visnyk</link>
<generator>Mastodon v4.4.0</generator>
<item><guid isPermaLink="true">https://dim.example/@visnyk/114600000000000001</guid>
<link>https://dim.example/@visnyk/114600000000000001</link><pubDate>Sun, 14 Jun 2026 05:15:00 +0000</pubDate>
<description>&lt;p&gt;Рада ухвалила бюджет на рік. Деталі на сайті:
&lt;a href="https://visnyk.example/news/78-biudzhet"&gt;visnyk.example/news/78&lt;/a&gt;
&lt;a href="https://dim.example/tags/rada" class="mention hashtag"&gt;#рада&lt;/a&gt;&lt;/p&gt;</description>
<media:content url="https://media.example/78.png" type="image/png" fileSize="51000" medium="image"/>
<category>рада</category>
</item>
<item><guid isPermaLink="true">https://dim.example/@visnyk/114600000000000002</guid>
<link>https://dim.example/@visnyk/114600000000000002</link><pubDate>Sun, 14 Jun 2026 06:15:00 +0000</pubDate>
<description>&lt;p&gt;Увага! Завтра з 9.00 до 12.30 не буде води на вулиці Садовій.&lt;/p&gt;</description></item>
</channel></rss>"""

BLUESKY = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<description>Новини громади</description><link>https://bsky.app/profile/visnyk.example</link>
<title>@visnyk.example - Вісник Сулиці</title>
<item><link>https://bsky.app/profile/visnyk.example/post/3laaaaaaaaa2b</link>
<description>Лікарня отримала два апарати для діагностики.

https://visnyk.example/news/79-likarnia</description><pubDate>14 Jun 2026 05:20 +0000</pubDate>
<guid isPermaLink="false">at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3laaaaaaaaa2b</guid></item>
</channel></rss>"""

"""Listing pages in the shapes that news sites have, with everything around the list that is no news; all invented."""

from __future__ import annotations

from collections.abc import Sequence

TITLES = (
    "У Сулицькій громаді відкрили новий міст після трьох років ремонту",
    "Рада громади ухвалила бюджет на наступний рік без скорочень",
    "Лікарня отримала два апарати для діагностики серця",
    "Школярі з Осокорів перемогли на конкурсі робототехніки",
    "Ціни на овочі впали вдвічі порівняно з минулим місяцем",
    "Археологи знайшли скіфське поховання біля траси на Полтаву",
    "Рятувальники зняли з даху двох кошенят і господаря",
    "У місті запустили нічний автобус за трьома маршрутами",
    "Фермери просять воду: канал пересох раніше, ніж торік",
    "Театр відкриває сезон прем’єрою за п’єсою місцевого автора",
    "Водій вантажівки врятував родину з палаючого авто",
    "Бібліотека працюватиме до ночі протягом сесії",
)
MENU = "".join(
    f'<li><a href="/{slug}/">{name}</a></li>'
    for slug, name in (
        ("polityka", "Політика"),
        ("ekonomika", "Економіка"),
        ("sport", "Спорт"),
        ("kultura", "Культура"),
    )
)
FOOTER = "".join(f'<a href="/page/{n}-umovy-korystuvannia-saitom">Умови користування сайтом {n}</a>' for n in range(6))


def page(main: str, *, before: str = "", after: str = "", css: str = "") -> str:
    """Put a list into a page with a menu, a box of popular articles, ads and a footer."""
    popular = "".join(
        f'<div class="item"><a href="/news/{100 + n}-davno-vsi-prochytaly-tsiu-novynu">'
        f"Давно всі прочитали цю новину {n}</a></div>"
        for n in range(7)
    )
    return f"""<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>Новини | Вісник Сулиці</title>
<meta property="og:site_name" content="Вісник Сулиці"><style>{css}</style></head><body class="page-with-sidebar">
<header class="site-header"><a href="/">Головна</a><nav><ul class="menu">{MENU}</ul></nav></header>
<div class="layout">{before}<main>{main}</main>
<div class="col-right"><div class="block popular-news"><h3>Популярне</h3>{popular}</div>
<div class="banner"><a href="/reklama/kupuite-nashi-chudovi-vikna-nedorogo-123">
Купуйте наші чудові вікна недорого</a></div></div>
</div>{after}<footer class="site-footer">{FOOTER}</footer></body></html>"""


def cards(numbers: Sequence[int]) -> str:
    """A list of cards: picture link, title link, time with its zone, summary."""
    return (
        '<div class="news-list">'
        + "".join(
            f"""<article class="news-card{" news-card--first" if at == 0 else ""}">
<a class="news-card__image" href="/news/{n}-novyna-pro-nashu-hromadu"><img src="/img/{n}.jpg" alt=""></a>
<div class="news-card__body"><h3 class="news-card__title">
<a href="/news/{n}-novyna-pro-nashu-hromadu">{TITLES[n % 12]}</a></h3>
<time datetime="2026-06-14T{8 - at % 8:02d}:30:00+03:00">{8 - at % 8:02d}:30</time>
<p class="news-card__lead">Короткий виклад того, що сталося, словами редакції, номер {n}, з подробицями з місця.</p>
<a class="news-card__more" href="/news/{n}-novyna-pro-nashu-hromadu">Читати далі</a></div></article>"""
            for at, n in enumerate(numbers)
        )
        + "</div>"
    )


def bare(numbers: Sequence[int]) -> str:
    """A plain list: a time without day or zone, and a link."""
    return (
        '<ul class="feed">'
        + "".join(
            f'<li><span class="time">0{at % 9}:15</span> <a href="/{n * 100}.html">{TITLES[n % 12]}</a></li>'
            for at, n in enumerate(numbers)
        )
        + "</ul>"
    )


def hashed(numbers: Sequence[int], build: str) -> str:
    """Cards whose classes a machine made, others at each release; each card is one link."""
    return (
        f'<section class="css-{build}1"><div class="grid">'
        + "".join(
            f'<a class="css-{build}7 story" href="/2026/06/14/novyna-pro-vse-{n}">'
            f'<img data-src="/i/{n}.webp" src="data:,">'
            f'<h2 class="css-{build}9">{TITLES[n % 12]}</h2><span class="css-{build}3 date">14 червня 2026</span></a>'
            for n in numbers
        )
        + "</div></section>"
    )


def table(numbers: Sequence[int]) -> str:
    """An old site: a table without a single class."""
    return (
        "<table>"
        + "".join(
            f'<tr><td><font size="2">12.06.2026</font></td>'
            f'<td><a href="index.php?id={1000 + n}">{TITLES[n % 12]}</a></td></tr>'
            for n in numbers
        )
        + "</table>"
    )

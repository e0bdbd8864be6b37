"""How a text is written: news reports who said what and when; advice and lists speak to the reader."""

from __future__ import annotations

import re

# How much of the body is read: enough for the manner to show.
BODY_CHARACTERS = 3_000
# A body shorter than this has no manner yet.
FEWEST_WORDS = 40

# Leanings are log-odds towards "no news"; set by hand so that each alone moves a doubtful text and none a clear one,
# and checked on news in English, Ukrainian and Russian (docs/decisions/sorting.md).
LIST_TITLE = 2.0
ADVICE_TITLE = 1.5
SPEAKS_TO_READER = 1.5
REPORTS = -1.0
DATED = -0.5

# "10 reasons", "7 ознак", "пять правил": a number and what lists are made of.
_NUMBER = (
    r"(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty"
    r"|дв[аеі]|три|чотири|четыре|п['’]?ять|пять|шість|шесть|сім|семь|вісім|восемь|дев['’]?ять|девять|десять)"
)
_LISTED = (
    r"(?:ways?|things|reasons|tips|signs|habits|facts|ideas|rules|tricks|steps|mistakes|myths|secrets|hacks|recipes|"
    r"exercises|questions|quotes|gadgets|games|movies|films|books|places|foods|"
    r"способ\w*|причин\w*|ознак\w*|признак\w*|порад\w*|совет(?:а|ов)|факт(?:и|ів|а|ов)|іде[йї]|иде[йи]|правил\w*|"
    r"звич\w+|привыч\w+|кроки|кроків|шаг(?:а|ов)|помил\w+|ошиб\w+|міф(?:и|ів)|миф(?:а|ов)|секрет\w*|лайфхак\w*|"
    r"рецепт\w*|вправ\w*|упражнен\w+|цитат\w*|речей|вещей|фільм(?:и|ів)|фильм(?:а|ов)|книг\w*|"
    r"ігор|игр\w*|місць|мест)"
)
_LIST = re.compile(
    rf"^(?:топ[- ]?\d+|top[- ]?\d+|(?:the )?(?:best )?{_NUMBER}\s+(?:[\w'’-]+\s+){{0,2}}{_LISTED})\b", re.I
)
_ADVICE = re.compile(
    r"^(?:how to|how do you|why you|why do we|what is|what to|when to|where to|who is|quiz\b|ask |tips |your guide|"
    r"як (?:правильно |швидко |легко )?\w+(?:ти|тися|тись)\b|"
    r"как (?:правильно |быстро |легко |не )?\w+(?:ть|ться|ти|тись|чь)\b|"
    r"(?:чому|почему) (?:не можна|нельзя|не варто|не стоит|ми|мы)\b|"
    r"що (?:таке|подарувати|приготувати|робити|одягнути|подивитися)|хто такий|"
    r"что (?:такое|подарить|приготовить|делать|надеть|посмотреть)|кто такой|"
    r"скільки калорій|сколько калорий|тест[:на ]|корисні поради|полезные советы)",
    re.I,
)
_READER = re.compile(r"\b(?:you|your|yours|yourself|you're|you'll|ви|вас|вам|вами|ваш\w*|вы|вами|тебе|тобі)\b", re.I)
_SAID = re.compile(
    r"\b(?:said|says|told|announced|according|reported|spokes\w+|officials?|police|"
    r"повідом\w+|заяв\w+|розпов\w+|зазнач\w+|наголос\w+|каже|сказав|сказала|слова(?:ми)?|інформує|пише|"
    r"сообщ\w+|заявил\w*|рассказал\w*|отметил\w*|подчеркнул\w*|сказал\w*|словам|пишет|передает|передаёт)\b",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|"
    r"понеділ\w+|вівтор\w+|серед[уи]|четвер\w*|п['’]ятниц\w+|субот\w+|неділ\w+|сьогодні|вчора|учора|"
    r"понедельник\w*|вторник\w*|сред[уы]|четверг\w*|пятниц\w+|суббот\w+|воскресень\w+|сегодня|вчера)\b"
    r"|\b\d{1,2} (?:січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b",
    re.I,
)
# What a manner counts as: occurrences in a hundred words. News quotes people who say "you" too, hence two.
READER_RATE = 2.0
SAID_RATE = 0.8


def leaning(title: str, text: str) -> float:
    """Log-odds (0 when nothing shows) that a text is no news, by the way its title and body are written."""
    title, body = title.strip()[:300], text[:BODY_CHARACTERS]
    total = LIST_TITLE if _LIST.search(title) else ADVICE_TITLE if _ADVICE.search(title) else 0.0
    words = len(body.split())
    if words < FEWEST_WORDS:
        return total
    hundreds = words / 100
    if len(_READER.findall(body)) / hundreds >= READER_RATE:
        total += SPEAKS_TO_READER
    if len(_SAID.findall(body)) / hundreds >= SAID_RATE:
        total += REPORTS
    if _WHEN.search(body[: BODY_CHARACTERS // 3]):
        total += DATED
    return total

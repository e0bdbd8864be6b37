"""Lines that surround articles are known; sentences that begin alike are kept."""

from __future__ import annotations

import pytest

from svizho.extracting.clutter import is_call_or_caption, is_note, leads_elsewhere


@pytest.mark.parametrize(
    "line",
    [
        "Читайте також: Як живе Харків",
        "ЧИТАЙТЕ ТАКОЖ",
        "Также читайте: …".replace("Также читайте", "Читайте также"),
        "Read more: Bridge opened",
        "➤ Related stories",
        "Lesen Sie auch: Brücke eröffnet",
        "Lire aussi : Le pont",
        "Czytaj także: Most",
    ],
)
def test_pointers(line: str) -> None:
    assert leads_elsewhere(line)


@pytest.mark.parametrize(
    "line",
    [
        "Follow us on Telegram",
        "Підписуйтесь на наш Telegram-канал",
        "Подписывайтесь на наши каналы",
        "Більше новин про війну — у нашому Telegram-каналі",
        "Головні новини дня читайте в Telegram",
        "Підтримайте нашу роботу",
        "© 2026 Новини",
        "Copyright 2026 Example. All rights reserved.",
        "Якщо ви знайшли помилку, виділіть її та натисніть Ctrl+Enter",
        "Фото: Марія Коваль",
        "Photo: AFP",
        "Foto: dpa / Max Muster",
    ],
)
def test_calls_and_captions(line: str) -> None:
    assert is_call_or_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Реклама", "Advertisement", "Article content", "Коментарі (12)", "Поділитися", "Teilen", "3 Minuten Lesezeit",
        "5 min read", "Оновлено 01.05.2026, 10:30", "Stand: 22.04.2024, 06:00 Uhr", "dpa", "mit dpa", "AFP/Reuters",
        "— Марія Коваль (@mkoval) May 1, 2026",
    ],
)  # fmt: skip
def test_notes(line: str) -> None:
    assert is_note(line)


@pytest.mark.parametrize(
    "line",
    [
        "Реклама азартних ігор буде заборонена з травня, повідомили в уряді.",
        "Більше новин надійшло з Харкова, де тривають перемовини.",
        "Читачі газети зібрали 12 тисяч гривень.",
        "Copyright law will change next year, the ministry said.",
        "Photos of the bridge were published by the city on Friday, a spokesman said.",
        "Фото з місця події поліція поширила вранці. Розслідування триває.",
        "Published reports of the deal were denied by both sides in 2024.",
        "Teilen der Stadt droht am Abend ein Stromausfall, teilte der Versorger mit.",
        "Reading scores fell in half of the schools.",
        "Shares of the company fell by five per cent.",
        "Підписання угоди відклали до осені.",
        "Comments by the minister caused protests in three cities.",
        "Мінімальна зарплата зросте до 9 тисяч.",
    ],
)
def test_sentences_are_kept(line: str) -> None:
    assert not leads_elsewhere(line)
    assert not is_call_or_caption(line)
    assert not is_note(line)

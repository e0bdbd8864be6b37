"""Readers and a moderator at the site: a comment without a script, approved from the keyboard, seen live."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import Site
from tests.browser.test_looks import OPTIONS, WIDTHS

pytestmark = pytest.mark.browser

PASSWORD = "довге-гасло-редакції"
HONEST = "Живу за два квартали. Вибухів було *чотири*, але хто їх рахував точно?"


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    """Open a page in a browser that runs no script."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def moderator(browser: Browser, site: Site) -> Iterator[Page]:
    """A moderator who was invited, joined with two keys and signed in."""
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site.invite("соломія"))
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_label("Код").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Приєднатися").click()
    page.get_by_label("Ім’я").fill("соломія")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_label("Код").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Увійти").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Чека")
    yield page
    context.close()


def write(page: Page, story: int, text: str, name: str = "Мотря") -> None:
    page.goto(f"/story/{story}")
    form = page.locator("#talk form")
    form.get_by_label("Ім’я").fill(name)
    form.get_by_label("Коментар", exact=True).fill(text)
    form.get_by_role("button", name="Надіслати").click()


def test_a_comment_waits_is_approved_from_the_keyboard_and_appears(
    reader: Page, moderator: Page, visitor: Page, site: Site
) -> None:
    write(reader, site.first, HONEST)
    expect(reader.get_by_role("status")).to_contain_text("Перший коментар перевіряє модератор")
    mine = reader.url
    with visitor.expect_request("**/live?*"):
        visitor.goto(f"/story/{site.first}")
    expect(visitor.locator(".thread")).not_to_contain_text("Вибухів")
    bar = visitor.get_by_role("button", name="Є нові коментарі")
    expect(bar).to_be_hidden()
    moderator.goto("/desk/")
    expect(moderator.locator(".queue li[aria-current]")).to_contain_text("Вибухів було")
    moderator.keyboard.press("p")
    expect(moderator.get_by_text("Вирішено.")).to_be_visible()
    expect(moderator.get_by_text("Нічого не чекає.")).to_be_visible()
    bar.click()
    expect(visitor.locator(".thread em")).to_have_text("чотири")
    reader.goto(mine)
    expect(reader.get_by_role("status")).to_contain_text("опубліковано")
    reader.get_by_role("link", name="Назад до історії").click()
    expect(reader.locator(".thread")).to_contain_text("Вибухів було чотири")
    # The next comment of the same reader needs no moderator; an answer has a page of its own.
    reader.get_by_role("link", name="Відповісти").first.click()
    reader.get_by_label("Ім’я").fill("Мотря")
    reader.get_by_label("Коментар", exact=True).fill("Сама собі відповім: рахував сусід.")
    reader.get_by_role("button", name="Надіслати").click()
    expect(reader.get_by_role("status")).to_contain_text("опубліковано")
    reader.goto("/comments/log")
    expect(reader.locator("main")).to_contain_text("Модератор опублікував затриманий коментар")


def test_a_decision_is_undone_from_the_keyboard(reader: Page, moderator: Page, site: Site) -> None:
    write(reader, site.first, "Онлайн-сервіс для водіїв у Тернові: пиши в телеграм", "vitryla")
    moderator.goto("/desk/")
    expect(moderator.locator(".queue")).to_contain_text("підозріле слово")
    moderator.keyboard.press("r")
    expect(moderator.get_by_text("Нічого не чекає.")).to_be_visible()
    moderator.keyboard.press("u")
    expect(moderator.locator(".queue")).to_contain_text("vitryla")
    moderator.keyboard.press("o")
    expect(moderator.get_by_role("heading", name="Як перевіряли")).to_be_visible()
    moderator.go_back()
    moderator.keyboard.press("r")
    expect(moderator.get_by_text("Нічого не чекає.")).to_be_visible()


def test_a_flood_is_held_and_told_kindly(browser: Browser, moderator: Page, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    for number in range(6):
        write(page, site.first, f"Коментар число {number}, щоразу інший і такий самий", "Поспішайко")
        expect(page.get_by_role("status")).to_contain_text("перевір")
    context.close()
    moderator.goto("/desk/")
    expect(moderator.locator(".queue")).to_contain_text("5 коментарів від людини за 10 хв")
    for box in moderator.locator(".queue input[type=checkbox]").all():
        box.check()
    moderator.get_by_role("button", name="Відмовити").click()
    expect(moderator.get_by_text("Нічого не чекає.")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pages_of_comments_are_for_everyone_and_fit(
    browser: Browser, moderator: Page, site: Site, colours: str
) -> None:
    context = browser.new_context(base_url=site.address, color_scheme=colours, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    name = f"Лесь {colours}"
    write(
        page,
        site.first,
        f"Дякую, що показуєте обидві версії поруч! {colours} https://a.example/{'дуже-довга-адреса-' * 9}",
        name,
    )
    mine = page.url
    number = mine.rpartition("/")[2]
    flag = f"/comments/{number}/flag"
    moderator.goto(f"/desk/comment/{number}")
    moderator.get_by_role("button", name="Опублікувати").click()
    expect(moderator.get_by_text("Вирішено.")).to_be_visible()
    write(page, site.first, f"Ще один, щоб у черзі щось чекало: {colours}, ви всі ідіоти", name)
    found, over = {}, {}
    pages = {
        page: (
            f"/story/{site.first}",
            mine,
            flag,
            f"/comments/write?story={site.first}",
            "/comments/",
            "/comments/log",
            "/desk/enter",
        ),
        moderator: ("/desk/", f"/desk/comment/{number}", "/desk/bans", "/desk/account"),
    }
    moderator.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    for each, addresses in pages.items():
        for address in addresses:
            each.goto(address)
            results = Axe().run(each, options=OPTIONS)
            if results.violations_count:
                found[address] = results.generate_report()
            for width in WIDTHS:
                each.set_viewport_size({"width": width, "height": 800})
                beyond = each.evaluate("document.documentElement.scrollWidth - innerWidth")
                if beyond > 0:
                    over[address, width] = beyond
            each.set_viewport_size({"width": 1280, "height": 900})
    context.close()
    assert found == {}
    assert over == {}


def test_comments_are_light(site: Site, visitor: Page) -> None:
    sizes = {}
    visitor.on(
        "response",
        lambda got: sizes.__setitem__(re.sub(r"\.\w{12}\.", ".", got.url.rpartition("/")[2]), len(got.body())),
    )
    visitor.goto(f"/story/{site.first}")
    visitor.wait_for_timeout(300)
    assert sizes["comments.js"] <= 1500
    assert sizes["comments.css"] <= 2500

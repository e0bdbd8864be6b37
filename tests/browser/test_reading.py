"""A reader at the site: without a script first, then with one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """Open a page in a browser that runs no script."""
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_front_to_story_to_article_and_back_without_a_script(plain: Page) -> None:
    plain.goto("/")
    front = plain.url
    headline = plain.locator(".lead h2 a").inner_text()
    plain.locator(".lead h2 a").click()
    expect(plain.locator("h1")).to_have_text(headline)
    story = plain.url
    report = plain.locator(".cover li > a").first
    title = report.inner_text()
    report.click()
    expect(plain.locator("h1")).to_have_text(title)
    expect(plain.get_by_role("heading", name="Чому вона тут")).to_be_visible()
    plain.go_back()
    assert plain.url == story
    plain.go_back()
    assert plain.url == front
    plain.get_by_role("link", name="English").click()
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    expect(plain.get_by_text("Theme")).to_be_hidden()
    expect(plain.locator(".strip")).to_contain_text("updated")


def test_why_here_opens_without_a_script(plain: Page) -> None:
    plain.goto("/")
    why = plain.locator(".lead .why")
    expect(why.locator("li").first).to_be_hidden()
    why.locator("summary").click()
    expect(why.locator("li").first).to_contain_text("джерел")


def test_search_works_without_a_script(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("порт")
    plain.get_by_role("button", name="Знайти").click()
    expect(plain.locator(".hit").first).to_contain_text("порт", ignore_case=True)


def test_a_new_story_is_announced_within_two_seconds_and_moves_nothing(visitor: Page, site: Site) -> None:
    with visitor.expect_request("**/live?*"):
        visitor.goto("/")
    news = visitor.locator(".news")
    expect(news).to_be_empty()
    before = visitor.locator(".lead h2").bounding_box()
    _, committed = site.report("У Тернової з’явився нічний автобус")
    expect(news).to_contain_text("1 нова", timeout=10_000)
    assert time.time() - committed < 2
    site.report("У Тернової з’явився другий нічний автобус")
    expect(news).to_contain_text("2 нові")
    assert visitor.locator(".lead h2").bounding_box() == before
    assert visitor.title().startswith("(2) ")
    visitor.mouse.wheel(0, 3000)
    expect(news).to_be_in_viewport()
    news.get_by_role("link").click()
    expect(visitor.get_by_role("link", name="другий нічний автобус").first).to_be_visible()
    expect(visitor.locator(".news")).to_be_empty()


def test_an_open_story_hears_of_its_own_reports_alone(visitor: Page, site: Site) -> None:
    with visitor.expect_request("**/live?*"):
        visitor.goto(f"/story/{site.first}")
    site.report("Зовсім інша новина")
    site.grow(site.first, "Порт працює за звичайним розкладом")
    expect(visitor.locator(".news")).to_contain_text("1 нове")
    expect(visitor.locator(".news i")).to_have_text("повідомлення")
    visitor.locator(".news a").click()
    expect(visitor.locator(".cover")).to_contain_text("Порт працює за звичайним розкладом")


def test_a_section_hears_of_its_own_stories_alone(visitor: Page, site: Site) -> None:
    with visitor.expect_request("**/live?*section=sport*"):
        visitor.goto("/sport/")
    site.report("Новина не про спорт")
    visitor.wait_for_timeout(500)
    expect(visitor.locator(".news")).to_be_empty()


def test_a_page_that_was_away_catches_up(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    with page.expect_request("**/live?*"):
        page.goto("/en/")
    context.set_offline(True)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    site.report("Поки нас не було")
    page.wait_for_timeout(300)
    expect(page.locator(".news")).to_be_empty()
    context.set_offline(False)
    # The page tries again by itself, a little later each time.
    expect(page.locator(".news")).to_contain_text("1 new story", timeout=20_000)
    context.close()


def test_the_freshness_line_counts(visitor: Page, site: Site) -> None:
    site.report("Щойно")
    visitor.goto("/")
    fresh = visitor.locator("time.fresh")
    said = fresh.inner_text()
    expect(fresh).not_to_have_text(said, timeout=5000)
    expect(fresh).to_contain_text("с\u00a0тому")


def test_the_theme_is_switched_and_kept(visitor: Page) -> None:
    visitor.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = visitor.evaluate(paper)
    visitor.get_by_role("button", name="Тема").click()
    dark = visitor.evaluate(paper)
    assert light != dark
    visitor.goto("/latest")
    assert visitor.evaluate(paper) == dark
    assert visitor.context.cookies() == []


def test_the_keyboard_leads_past_the_masthead(visitor: Page) -> None:
    visitor.goto("/")
    visitor.keyboard.press("Tab")
    expect(visitor.locator(".skip")).to_be_focused()
    expect(visitor.locator(".skip")).to_be_in_viewport()
    visitor.keyboard.press("Enter")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.closest('main') !== null")

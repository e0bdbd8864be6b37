"""What a reader follows and mutes is kept by the browser alone, and works without a script by the address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import Site

pytestmark = pytest.mark.browser


def first_headline(page: Page) -> str:
    return page.locator(".seconds .card h3 a").first.inner_text()


def test_without_a_script_the_address_is_the_choice(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Мої новини").click()
    page.get_by_label("Політика").check()
    page.get_by_role("button", name="Показати").click()
    assert "section=politics" in page.url
    assert page.get_by_label("Політика").is_checked()
    assert page.locator(".list .card").count() > 0
    context.close()


def test_following_muting_and_size_stay_in_the_browser(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/politics/")
    button = page.get_by_role("button", name="Стежити")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Мої новини").click()
    expect(page.get_by_label("Політика")).to_be_checked()

    page.goto("/")
    word = max(first_headline(page).split(), key=len).strip("«».,:")
    hidden = page.locator(".seconds .card", has_text=word).first
    expect(hidden).to_be_visible()
    page.goto("/my")
    page.get_by_label("Слова, яких я не хочу бачити").fill(word.lower())
    page.get_by_label("більший", exact=True).check()
    page.get_by_role("button", name="Показати").click()
    page.goto("/")
    expect(page.locator(".seconds .card", has_text=word).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "18px"
    assert context.cookies() == []
    context.close()


def test_what_came_since_the_last_visit_is_marked(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto("/latest")
    assert page.locator(".new").count() == 0
    page.evaluate("localStorage.seen = `${Date.now() - 36e5}|0`")
    page.reload()
    recent = page.locator(".new").count()
    assert 0 < recent < page.locator("main [data-langs]").count()
    expect(page.locator(".news")).to_contain_text("+")
    context.close()

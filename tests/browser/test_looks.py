"""Every page is for everyone and fits every screen: axe-core finds nothing, nothing hangs over the edge."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.running import Site

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/latest", "/society/", "{story}", "{article}", "/source/khvylia-24", "/sources", "/about/freshness",
    "/my?story=1", "/about", "/privacy", "/search?q=порт", "/search", "/no/such/page",
)  # fmt: skip

# Widths from the smallest phone to a large desk.
WIDTHS = (320, 390, 768, 1088, 1280, 1920)

# axe-core's own rules, with those of WCAG 2.2 AA that it does not run by itself.
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


# Pages that between them hold every part of the design.
EVERY_PART = ("/", "/search?q=port", "/latest", "{story}", "{article}", "/about/freshness")


def addresses(page: Page, prefix: str, patterns: Sequence[str] = PAGES) -> list[str]:
    """Name pages, the first story and its first report among them."""
    page.goto(f"{prefix}/")
    story = page.locator(".lead h2 a").get_attribute("href")
    page.goto(story or "")
    article = page.locator(".cover li > a").first.get_attribute("href")
    known = {"story": story, "article": article}
    return [pattern.format(**known) if "{" in pattern else prefix + pattern for pattern in patterns]


@pytest.mark.parametrize(("prefix", "colours", "patterns"), [("", "light", PAGES), ("/en", "dark", EVERY_PART)])
def test_axe_finds_nothing(browser: Browser, site: Site, prefix: str, colours: str, patterns: Sequence[str]) -> None:
    context = browser.new_context(base_url=site.address, color_scheme=colours, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for address in addresses(page, prefix, patterns):
        page.goto(address)
        for details in page.locator("details").all():
            details.evaluate("each => { each.open = true }")
        results = Axe().run(page, options=OPTIONS)
        if results.violations_count:
            found[address] = results.generate_report()
    context.close()
    assert found == {}


def test_nothing_hangs_over_the_edge(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    over = {}
    for address in addresses(page, ""):
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if beyond > 0:
                over[address, width] = beyond
    context.close()
    assert over == {}


def test_a_page_is_light(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    sizes: dict[str, int] = {}

    def weigh(got: Response) -> None:
        kind = got.url.rpartition(".")[2]
        if kind in ("css", "js"):
            sizes[kind] = sizes.get(kind, 0) + len(got.body())

    page.on("response", weigh)
    page.goto("/")
    page.wait_for_timeout(300)
    context.close()
    assert sizes["js"] <= 8192
    assert sizes["css"] <= 21_504


def test_late_fonts_move_little(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const each of list.getEntries()) "
        "if (!each.hadRecentInput) window.shift += each.value }).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shift") < 0.1
    context.close()

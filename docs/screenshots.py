"""Makes the pictures of the README anew: `make screenshots`. Needs Debian's Chromium."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.browser.running import Site, chromium, site_of_its_own

PICTURES = Path(__file__).parent / "img"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: which page (`go` opens it), how wide and high, in which colours."""

    name: str
    go: Callable[[Page], None]
    width: int
    height: int
    dark: bool = False


def front(page: Page, prefix: str = "") -> None:
    """Open the front page."""
    page.goto(f"{prefix}/")


def story(page: Page, prefix: str = "") -> None:
    """Open the story that leads, its reasons unfolded."""
    front(page, prefix)
    page.locator(".lead h2 a").click()
    page.locator(".page-head .why summary").click()


def article(page: Page) -> None:
    """Open the newest report of the story that leads."""
    story(page)
    page.locator(".cover li > a").first.click()


def at(address: str) -> Callable[[Page], None]:
    """Open an address."""

    def go(page: Page) -> None:
        page.goto(address)

    return go


SHOTS = (
    Shot("front", front, 1280, 1000),
    Shot("front-phone", front, 390, 844),
    Shot("front-en-dark", lambda page: front(page, "/en"), 1280, 1000, dark=True),
    Shot("front-wide", front, 1920, 1200),
    Shot("story", story, 1280, 1000),
    Shot("story-phone-dark", story, 390, 844, dark=True),
    Shot("story-en", lambda page: story(page, "/en"), 1280, 1000),
    Shot("article", article, 1280, 800),
    Shot("latest", at("/latest"), 1280, 900),
    Shot("freshness-dark", at("/about/freshness"), 1280, 1000, dark=True),
)


def main() -> int:
    """Run a site with the demo newswire and take all pictures."""
    program = chromium()
    if program is None:
        print("no Chromium here: apt-get install chromium", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with site_of_its_own() as site:
        take_all(site, program)
    return 0


def take_all(site: Site, program: str) -> None:
    """Take every picture of a running site."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-quic"])
        for shot in SHOTS:
            size = {"width": shot.width, "height": shot.height}
            colours = "dark" if shot.dark else "light"
            page = browser.new_page(base_url=site.address, viewport=size, color_scheme=colours)  # type: ignore[arg-type]
            shot.go(page)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=PICTURES / f"{shot.name}.png")
            print(f"docs/img/{shot.name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())

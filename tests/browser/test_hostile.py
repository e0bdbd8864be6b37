"""Whatever a publisher writes stays words: in a real Chromium no script runs, nobody is asked, no rule is broken."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.browser.hostile import IN_ONE, vectors
from tests.browser.running import Site

# Many pages are opened, and starting the site counts, too.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LISTS = ("/", "/latest", "/en/latest", "/politics/", "/sources", "/about/freshness", "/map", "/my?story=1")


@pytest.fixture(scope="module")
def hostile(site: Site) -> int:
    """Publish the hostile stories; says the number of the first."""
    return site.publish_hostile()


class Watch:
    """Notes what a page must never do."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.troubles = page, address, list[str]()
        page.on("dialog", lambda dialog: self._note(f"dialog {dialog.message}"))
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(f"error {error}"))
        page.on("request", self._see)

    def _note(self, words: str) -> None:
        self.troubles.append(f"{self.page.url}: {words}")

    def _hear(self, said: ConsoleMessage) -> None:
        # A page that is not there is an answer; a breach of the content policy means that markup came through.
        if said.type == "error" and "status of 404" not in said.text:
            self._note(said.text)

    def _see(self, asked: Request) -> None:
        if "pwned" in asked.url.partition("?")[0] or not asked.url.startswith((self.address, "data:")):
            self._note(f"asked {asked.url}")

    def look(self, address: str) -> None:
        """Open a page, unfold and point at what there is, and see that nothing was run."""
        self.page.goto(address)
        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        self.page.mouse.move(300, 300)
        if self.page.evaluate("'pwned' in window && window.pwned"):
            self._note("a script was run")
        foreign = self.page.evaluate(
            "[...document.querySelectorAll('a[href],form[action]')].map(e => e.href || e.action)"
            ".filter(each => !/^https?:/.test(each))"
        )
        if foreign:
            self._note(f"links to {foreign}")


def test_hostile_words_stay_words(browser: Browser, site: Site, hostile: int) -> None:
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    watch = Watch(context.new_page(), site.address)
    for address in LISTS:
        watch.look(address)
    for number in range(len(vectors()) // IN_ONE):
        watch.look(f"/story/{hostile + number}")
        watch.page.locator("main a[href*='/article/']").first.click()
        watch.look(watch.page.url)
    for number in range(0, len(vectors()), IN_ONE):
        watch.look(f"/source/hostile-{number}")
        watch.look(f"/speaker/hostile-{number}")
    context.close()
    assert watch.troubles == []


def test_hostile_questions_stay_words(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.address)
    watch = Watch(context.new_page(), site.address)
    for number in range(0, len(vectors()), IN_ONE):
        words = " ".join(vectors()[number : number + IN_ONE])[:190]
        watch.look(f"/search?q={quote(words)}")
        watch.look(f"/my?mute={quote(words)}&section={quote(words)}&source={quote(words)}")
    context.close()
    assert watch.troubles == []

"""The cache in front of the pages: one rendering for all readers, none twice at a time, nothing of one for another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from prometheus_client import Counter, Gauge

from svizho.cache.asgi import Answer, answer_of, as_stranger, give
from svizho.cache.changes import EVERYTHING, Changes
from svizho.cache.encodings import coding_for
from svizho.cache.kept import Kept, Shelf, terms_of, unchanged
from svizho.cache.keys import Key, key_of
from svizho.kit.asgi import App, Headers, Receive, Scope, Send

# Seconds a page counts as fresh whatever changed: under a burst of changes it is made twice a second, not more.
# A page that is older than a change by less tells its reader so at once, by the live stream it opens.
LEAST_AGE = 0.5

# Seconds a page may be given out although making a fresh one failed: the database may be restarting.
WHILE_BROKEN = 600.0

# Seconds until a page that could not be made anew is tried again.
EXCUSED = 5.0

# Of the memory, pages with a query (searches, further pages of lists) get a quarter, so that they cannot
# push out the pages everybody reads.
ASKED_SHARE = 4

# Seconds for which it is remembered that a page is not to be kept, and how many such are.
NOT_KEPT, MOST_NOT_KEPT = 10.0, 2000

ANSWERS = Counter("svizho_cache_answers", "Requests by how the cache answered them.", ["how"])
HIT, STALE, MISS, PASS = (ANSWERS.labels(how) for how in ("hit", "stale", "miss", "pass"))
UNCHANGED = Counter("svizho_cache_unchanged", "Requests answered with 304, the reader having the bytes already.")
RENDERS = Counter("svizho_cache_renders", "Pages made because none was kept or it was no longer fresh.")
HELD = Gauge("svizho_cache_bytes", "Bytes of the kept pages.")
PAGES = Gauge("svizho_cache_pages", "Pages kept.")

_HIT: Headers = [(b"x-cache", b"hit")]
_STALE: Headers = [(b"x-cache", b"stale")]
_MISS: Headers = [(b"x-cache", b"miss")]


class PageCache:
    """Answers GET and HEAD of readers who are nobody in particular from memory, everything else by `pages`.

    Kept is what `pages` itself says may be kept (`kept.terms_of`), made for a request without anything of the
    reader's own. A page is made anew when it is older than it may be or a change touched it; whoever asks first
    then waits for the fresh one, everybody else meanwhile gets the former.
    """

    def __init__(
        self,
        pages: App,
        *,
        most_bytes: int,
        host: str,
        is_ours: Callable[[bytes], bool],
        private_cookies: Collection[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Stand before `pages`; `host` is the site's own name, `is_ours` tells which Host headers are answered."""
        self.pages = pages
        self.changes = Changes()
        self._host = host.encode()
        self._is_ours = is_ours
        self._private = tuple(name.encode() for name in private_cookies)
        self._clock = clock
        self._asked = Shelf(most_bytes // ASKED_SHARE)
        self._plain = Shelf(most_bytes - self._asked.most)
        self._making: dict[Key, asyncio.Task[Kept | Answer]] = {}
        self._not_kept: dict[Key, float] = {}
        HELD.set_function(lambda: self._plain.bytes + self._asked.bytes)
        PAGES.set_function(lambda: len(self._plain) + len(self._asked))

    def touched(self, *, story: int | None, sections: Sequence[str], everything: bool) -> None:
        """Take note of a public change."""
        names = [f"section-{section}" for section in sections]
        names += [f"story-{story}"] if story is not None else []
        self.changes.touch([*names, EVERYTHING] if everything else names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = dict(scope["headers"])
        key = self._key(scope, headers)
        if key is None or self._not_kept.get(key, 0.0) > self._clock():
            PASS.inc()
            await self.pages(scope, receive, send)
            return
        kept = self._shelf_of(key).get(key)
        if kept is not None and self._is_fresh(kept):
            HIT.inc()
            await self._show(scope, headers, send, key, kept, _HIT)
            return
        found = await self._fresh(scope, headers, key, kept)
        if found is None:
            PASS.inc()
            await self.pages(scope, receive, send)
        elif isinstance(found, Answer):
            MISS.inc()
            await give(send, found, bodiless=scope["method"] == "HEAD")
        else:
            (STALE if found is kept else MISS).inc()
            await self._show(scope, headers, send, key, found, _STALE if found is kept else _MISS)

    def _key(self, scope: Scope, headers: dict[bytes, bytes]) -> Key | None:
        """Name the page that is asked for; None when this very reader has to be asked for, or not for a page."""
        if scope["method"] not in ("GET", "HEAD") or b"authorization" in headers:
            return None
        if b"cookie" in headers and self._is_known(scope["headers"]):
            return None
        if not self._is_ours(headers.get(b"host", b"")):
            return None
        return key_of(scope["path"], scope["query_string"])

    def _shelf_of(self, key: Key) -> Shelf:
        return self._asked if key.query else self._plain

    def _is_known(self, headers: Headers) -> bool:
        """Say whether a cookie tells who asks. HTTP/2 may part cookies into several headers, so all are looked at."""
        cookies = b";".join(value for name, value in headers if name == b"cookie").split(b";")
        return any(cookie.partition(b"=")[0].strip() in self._private for cookie in cookies)

    def _is_fresh(self, kept: Kept) -> bool:
        now = self._clock()
        age = now - kept.made_at
        if age >= kept.terms.fresh:
            return now < kept.excused_until
        return age < LEAST_AGE or now < kept.excused_until or not self.changes.since(kept.seen, kept.terms.tags)

    async def _fresh(
        self, scope: Scope, headers: dict[bytes, bytes], key: Key, kept: Kept | None
    ) -> Kept | Answer | None:
        """Give a fresh page, the former while somebody else waits for it, or None when each must ask for themselves.

        The first who asks gets an answer that is not to be kept; nobody else does, for it may be meant for them alone.
        """
        making = self._making.get(key)
        first = making is None
        if making is None:
            making = asyncio.get_running_loop().create_task(self._make(scope, headers, key))
            self._making[key] = making
            making.add_done_callback(lambda task: self._made(key, task))
        elif kept is not None and self._clock() - kept.made_at < kept.terms.fresh + kept.terms.stale:
            return kept
        try:
            # Whoever waits may leave; the page is still made, for the others.
            found = await asyncio.shield(making)
        except asyncio.CancelledError:
            raise
        except Exception:
            if kept is None or not self._excused(kept):
                raise
            return kept
        if isinstance(found, Kept):
            return found
        if found.status >= 500 and kept is not None and self._excused(kept):
            return kept
        return found if first else None

    def _excused(self, kept: Kept) -> bool:
        """Say whether a page may serve on although it could not be made anew, and let it for a while."""
        now = self._clock()
        if now - kept.made_at > WHILE_BROKEN:
            return False
        kept.excused_until = now + EXCUSED
        return True

    async def _make(self, scope: Scope, headers: dict[bytes, bytes], key: Key) -> Kept | Answer:
        """Let the pages answer, and keep the answer if it says that it may be kept."""
        began, seen = self._clock(), self.changes.number
        RENDERS.inc()
        answer = await answer_of(self.pages, as_stranger(scope, key.path, key.query, self._host, headers))
        terms = terms_of(answer)
        shelf = self._shelf_of(key)
        if terms is None:
            if answer.status < 500:
                shelf.drop(key)
            return answer
        kept = await asyncio.to_thread(Kept, answer, terms, made_at=began, seen=seen)
        shelf.put(key, kept)
        return kept

    def _made(self, key: Key, task: asyncio.Task[Any]) -> None:
        self._making.pop(key, None)
        # Looked at here so that a failure nobody waited for is not reported as forgotten.
        self._not_kept.pop(key, None)
        if task.cancelled() or task.exception() or isinstance(task.result(), Kept) or task.result().status >= 500:
            return
        if len(self._not_kept) >= MOST_NOT_KEPT:
            self._not_kept.clear()
        self._not_kept[key] = self._clock() + NOT_KEPT

    async def _show(
        self, scope: Scope, headers: dict[bytes, bytes], send: Send, key: Key, kept: Kept, how: Headers
    ) -> None:
        """Send a kept page in the reader's coding, or word that the reader has it already."""
        before = kept.size
        face = kept.face(coding_for(headers.get(b"accept-encoding", b"")))
        if kept.size != before:
            self._shelf_of(key).grew(key, kept, kept.size - before)
        matches, since = headers.get(b"if-none-match"), headers.get(b"if-modified-since")
        if (matches or since) and unchanged(kept, face, matches, since):
            UNCHANGED.inc()
            await send({"type": "http.response.start", "status": 304, "headers": face.brief + how})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": face.headers + how})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else face.body})

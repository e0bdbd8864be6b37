"""Reading a body: decompressed in small steps, so that the size cap holds before memory is spent."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol

from svizho.kit.http.values import Refused

try:
    import brotli
except ImportError:  # pragma: no cover - brotli is optional; without it the coding is not offered
    brotli = None

# How much is decompressed at a time; the cap can be overshot by no more than this.
STEP = 65_536
# A gzip stream may be made of members; honest ones have a few, a hostile one a million empty ones.
MOST_MEMBERS = 1_000

ACCEPT_ENCODING = "gzip, deflate, br" if brotli is not None else "gzip, deflate"


class Decoder(Protocol):
    """Turns pieces of a coded body into pieces of at most STEP bytes or so."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take coded bytes, give plain ones; raises Refused when they are not in that coding."""
        ...

    def complete(self) -> bool:
        """Say whether the coded stream has come to its proper end."""
        ...


class Plain:
    """No coding at all."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Hand the bytes on."""
        yield data

    def complete(self) -> bool:
        """A plain stream ends where it ends."""
        return True


class Zlib:
    """gzip (with members) and deflate (with the zlib wrapper or, as some servers send it, without)."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inner: Any = None
        self._members = 0
        self._fed = False
        self._ended = False

    def _open(self, data: bytes) -> Any:
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise Refused("too_large", "The answer is made of too many compressed pieces.", lasting=True)
        if self._gzip:
            return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        wrapped = data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)
        return zlib.decompressobj(wbits=zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decompress in steps; bytes after the proper end of the stream are ignored."""
        self._fed = self._fed or bool(data)
        while data and not self._ended:
            if self._inner is None:
                self._inner = self._open(data)
            piece, data = self._step(data)
            if piece:
                yield piece

    def _step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            piece = self._inner.decompress(data, STEP)
            if len(piece) == STEP and not self._inner.unconsumed_tail and not self._inner.eof:
                # The end of one repeat (258 bytes at most) can be left inside although all input was taken.
                piece += self._inner.decompress(b"", STEP)
        except zlib.error as error:
            raise garbled() from error
        if not self._inner.eof:
            return piece, self._inner.unconsumed_tail
        rest = self._inner.unused_data
        self._ended = not self._gzip or (bool(rest) and not rest.startswith(b"\x1f"))
        self._inner = None
        return piece, b"" if self._ended else rest

    def complete(self) -> bool:
        """Say whether the last member was whole."""
        return not self._fed or self._ended or self._inner is None


class Brotli:
    """br, where the brotli package (1.2 or later, for its output limit) is installed."""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decompress in steps; bytes after the proper end of the stream are ignored."""
        if not data or self._inner.is_finished():
            return
        self._fed = True
        try:
            piece = self._inner.process(data, output_buffer_limit=STEP)
            while piece:
                yield piece
                piece = self._inner.process(b"", output_buffer_limit=STEP)
        except brotli.error as error:
            raise garbled() from error

    def complete(self) -> bool:
        """Say whether the stream was whole."""
        return not self._fed or bool(self._inner.is_finished())


def garbled() -> Refused:
    """Make the refusal for a body that is not in the coding its header names."""
    return Refused("protocol", "The answer is compressed in a way that cannot be undone.", lasting=False)


def too_large(limit: int, said: int | None = None) -> Refused:
    """Make the refusal for a body beyond the cap; `said` is the length the server announced, in bytes."""
    size = f"{said / 1e6:.1f} MB" if said is not None else "larger"
    return Refused("too_large", f"The answer is {size}; at most {limit / 1e6:.1f} MB is read.", lasting=True)


def decoder_for(coding: str) -> Decoder:
    """Choose the decoder for a Content-Encoding header; raises Refused for what we never asked for."""
    names = [part.strip().lower() for part in coding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    if not names:
        return Plain()
    if len(names) == 1 and names[0] in {"gzip", "x-gzip"}:
        return Zlib(gzip=True)
    if len(names) == 1 and names[0] == "deflate":
        return Zlib(gzip=False)
    if len(names) == 1 and names[0] == "br" and brotli is not None:
        return Brotli()
    raise Refused("protocol", "The answer is compressed in a way we did not ask for.", lasting=True)


async def read_body(chunks: AsyncIterator[bytes], coding: str, *, limit: int, cut: bool = False) -> bytes:
    """Read and decompress a body of at most `limit` bytes.

    A longer one is cut when `cut` is set and refused otherwise. Counted before and after decompression,
    so neither a bomb nor an endless stream of nothing gets through.
    """
    decoder, body, raw = decoder_for(coding), bytearray(), 0
    async for chunk in chunks:
        raw += len(chunk)
        for piece in decoder.feed(chunk):
            body += piece
            if len(body) > limit:
                break
        if max(raw, len(body)) > limit:
            if cut:
                return bytes(body[:limit])
            raise too_large(limit)
    if not decoder.complete() and not cut:
        raise Refused("protocol", "The answer broke off before its end.", lasting=False)
    return bytes(body)

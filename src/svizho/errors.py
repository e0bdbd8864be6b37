"""Every error that Svizho raises on purpose; anything else is a bug."""

from __future__ import annotations


class SvizhoError(Exception):
    """Root of the tree. `str(error)` is a sentence a person understands."""


class SettingsError(SvizhoError):
    """A key of `svizho.toml` or an environment variable does not make sense."""


class LineError(SvizhoError):
    """One line of a JSON Lines stream cannot be used; the rest goes on."""


class NotAFeed(SvizhoError):
    """The bytes are no feed in any format we read."""


class NotAPing(SvizhoError):
    """The bytes are no XML-RPC call that says something has changed."""


class NotAPicture(SvizhoError):
    """The bytes are no picture that is worth showing, or none that we dare to decode."""


class FeedTooLarge(SvizhoError):
    """The feed is larger, or holds more entries, than we are willing to read."""


class CageTimeout(SvizhoError):
    """Work in a killable process took too long and was ended."""


class CageCrash(SvizhoError):
    """A killable process died (out of memory, or a crash in a library)."""


class DatabaseError(SvizhoError):
    """PostgreSQL cannot be started or reached."""


class SourceError(SvizhoError):
    """A source cannot be added or changed as asked."""


class StoryError(SvizhoError):
    """Stories cannot be changed as asked."""


class CommentError(SvizhoError):
    """A comment cannot be said, changed or judged as asked."""


class MemberError(SvizhoError):
    """An account cannot be made, entered or changed as asked."""


class ReplayError(SvizhoError):
    """Recorded news cannot be replayed."""


class TryLater(SvizhoError):
    """A step cannot be done now; the article is taken up again after `wait` seconds."""

    def __init__(self, words: str, *, wait: float = 60.0) -> None:
        """Keep why (`words`) and how long to wait (`wait`, seconds)."""
        super().__init__(words)
        self.wait = wait


class SetAside(SvizhoError):
    """The article leaves the journey; `reason` is one short word that is counted, `words` explain it."""

    def __init__(self, reason: str, words: str = "") -> None:
        """Keep the countable `reason` (at most 40 characters) and the explanation."""
        super().__init__(words or reason)
        self.reason = reason

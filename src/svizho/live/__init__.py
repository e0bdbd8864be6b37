"""The stream of changes: open pages hear of new stories as they are published."""

from svizho.live.hub import Change, Hub, Wanted
from svizho.live.stream import LiveStream

__all__ = ["Change", "Hub", "LiveStream", "Wanted"]

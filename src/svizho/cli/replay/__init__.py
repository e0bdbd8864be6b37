"""Recorded news served on loopback as live sites: feeds, pages, and (on request) every kind of trouble."""

from svizho.cli.replay.faults import FAULTS, FaultPlan
from svizho.cli.replay.recorded import Recorded, load_recorded
from svizho.cli.replay.server import Progress, ReplayServer, ReplaySource

__all__ = [
    "FAULTS",
    "FaultPlan",
    "Progress",
    "Recorded",
    "ReplayServer",
    "ReplaySource",
    "load_recorded",
]

"""What an owner may change, in one typed file: `svizho.toml` and the environment."""

from svizho.settings.load import find_file, load_settings
from svizho.settings.schema import (
    DEFAULT_SECTIONS,
    Database,
    Engine,
    Fetching,
    Grouping,
    Pacing,
    Section,
    Settings,
    Site,
    Sources,
    Web,
    Words,
)
from svizho.settings.site import site_settings

__all__ = [
    "DEFAULT_SECTIONS",
    "Database",
    "Engine",
    "Fetching",
    "Grouping",
    "Pacing",
    "Section",
    "Settings",
    "Site",
    "Sources",
    "Web",
    "Words",
    "find_file",
    "load_settings",
    "site_settings",
]

"""The settings of the running site, for every floor above."""

from __future__ import annotations

from django.conf import settings as django_settings

from svizho.settings.schema import Settings


def site_settings() -> Settings:
    """Give the settings Django was started with; tests replace them by `settings.SVIZHO = …`."""
    settings: Settings = django_settings.SVIZHO
    return settings

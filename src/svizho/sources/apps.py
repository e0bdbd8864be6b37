"""Names the app for Django."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Publishers and the feeds we ask."""

    name = "svizho.sources"
    default_auto_field = "django.db.models.BigAutoField"

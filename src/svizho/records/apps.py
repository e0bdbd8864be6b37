"""Names the app for Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What the public was told, numbered in order."""

    name = "svizho.records"
    default_auto_field = "django.db.models.BigAutoField"

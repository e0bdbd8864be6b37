"""Names the app for Django."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Who said what, where and when, as articles tell it."""

    name = "svizho.claims"
    default_auto_field = "django.db.models.BigAutoField"

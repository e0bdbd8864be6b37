"""Names the app for Django."""

from django.apps import AppConfig


class HubsConfig(AppConfig):
    """Who tells us that a feed has something new, what they delivered, and whom we tell of our own feeds."""

    name = "svizho.hubs"
    default_auto_field = "django.db.models.BigAutoField"

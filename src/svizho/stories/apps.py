"""Names the app for Django."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Articles about one event, gathered."""

    name = "svizho.stories"
    default_auto_field = "django.db.models.BigAutoField"

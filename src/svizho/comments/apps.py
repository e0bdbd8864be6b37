"""Names the app for Django."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Readers' talk under a story."""

    name = "svizho.comments"
    default_auto_field = "django.db.models.BigAutoField"

"""Names the app for Django."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Published pages, where they were seen and what they say."""

    name = "svizho.articles"
    default_auto_field = "django.db.models.BigAutoField"

"""Names the app for Django."""

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    """Pictures of articles, as small copies of our own."""

    name = "svizho.photos"
    default_auto_field = "django.db.models.BigAutoField"

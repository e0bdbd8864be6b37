"""Names the app for Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The editors' desk."""

    name = "svizho.desk"

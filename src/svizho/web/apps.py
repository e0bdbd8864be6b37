"""Names the app for Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The public site."""

    name = "svizho.web"

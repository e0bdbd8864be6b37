"""Names the app for Django."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """People with an account."""

    name = "svizho.members"
    default_auto_field = "django.db.models.BigAutoField"

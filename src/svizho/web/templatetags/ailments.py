"""The filter by which templates tell what is wrong with a feed."""

from __future__ import annotations

from django import template

from svizho.web.ailments import told

register = template.Library()


@register.filter
def ailment(cause: str) -> str:
    """Tell a reader what is wrong with a feed, by the cause that polling found."""
    return told(cause)

"""Filters by which the desk's templates name codes."""

from __future__ import annotations

from django import template

from svizho.desk import words

register = template.Library()


@register.filter
def in_words(code: str) -> str:
    """Name a state, a deed or a reason."""
    return words.in_words(code)

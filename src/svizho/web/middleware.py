"""The language of a page, read from its address alone."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


class LanguageOfAddress:
    """Speaks the language that the address names (`/en/...`), else the site's first.

    Django's own LocaleMiddleware also asks cookies and Accept-Language, and so tells every cache that a page
    differs by reader ("Vary: Accept-Language"). Here one address is one page for everybody.
    """

    def __init__(self, get_response: Answer) -> None:
        """Stand before `get_response`."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request in its language."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language  # as the one of Django does
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

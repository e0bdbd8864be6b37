"""Addresses of the API."""

from __future__ import annotations

from django.urls import URLPattern, path

from svizho.api import pings, push, search, views
from svizho.api.push import Bells

endpoints = [
    path("api/v1/stories", views.stories, name="api-stories"),
    path("api/v1/stories/<int:number>", views.story, name="api-story"),
    path("api/v1/search", search.search, name="api-search"),
]


def callbacks(bells: Bells) -> list[URLPattern]:
    """Give the addresses at which hubs and publishers speak to us; `bells` wake the workers that heed them."""
    return [
        path("push/<str:token>", push.websub(bells), name="push"),
        path("push/cloud/<str:token>", push.cloud(bells), name="push-cloud"),
        path("api/v1/ping", pings.webhook(bells), name="api-ping"),
        path("rpc", pings.xml_rpc(bells), name="rpc"),
    ]

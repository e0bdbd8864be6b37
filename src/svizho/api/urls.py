"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from svizho.api import views

endpoints = [
    path("api/v1/stories", views.stories, name="api-stories"),
    path("api/v1/stories/<int:number>", views.story, name="api-story"),
]

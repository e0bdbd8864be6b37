"""All addresses: those for machines, and the public site in each of its languages."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns

from svizho.api.urls import endpoints
from svizho.web.urls import machines, pages

urlpatterns = [*machines, *endpoints, *i18n_patterns(*pages, prefix_default_language=False)]

handler404 = "svizho.web.views.errors.not_found"
handler500 = "svizho.web.views.errors.broken"
handler400 = "svizho.web.views.errors.bad_request"

"""All addresses: those for machines, and the public site in each of its languages."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns

from svizho.api.push import Bells
from svizho.api.urls import callbacks, endpoints
from svizho.desk.urls import pages as desk_pages
from svizho.engine.waking import wake_poll, wake_push
from svizho.web.urls import machines, pages

bells = Bells(push=wake_push, poll=wake_poll)

urlpatterns = [
    *machines,
    *endpoints,
    *callbacks(bells),
    *i18n_patterns(*desk_pages, *pages, prefix_default_language=False),
]

handler404 = "svizho.web.views.errors.not_found"
handler500 = "svizho.web.views.errors.broken"
handler400 = "svizho.web.views.errors.bad_request"

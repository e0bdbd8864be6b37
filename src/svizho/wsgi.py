"""The pages as a WSGI app: what `asgi.py` serves, and what a server of your own may serve without live updates."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "svizho.settings.django")

application = get_wsgi_application()

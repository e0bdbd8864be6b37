"""Django's settings, made from Svizho's own: nothing here is for an owner to change."""

from __future__ import annotations

import ipaddress
import os
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import csp.constants
from psycopg.conninfo import conninfo_to_dict

from svizho import __version__
from svizho.settings.load import find_file, load_settings
from svizho.settings.logs import logging_config
from svizho.settings.schema import Settings
from svizho.settings.secret import secret_key

LANGUAGE_NAMES = {"uk": "Українська", "en": "English"}
PACKAGE = Path(str(files("svizho")))


def database(url: str) -> dict[str, Any]:
    """Describe the database at `url` for Django.

    Without a URL the name leads nowhere on purpose: whoever needs the database starts it first and sets
    DATABASE_URL. Connections are kept by thread and looked at before use, so a restarted PostgreSQL costs no
    request; a pool (psycopg_pool) was left out because each process has few threads, all long-lived.
    """
    facts = conninfo_to_dict(url) if url else {"host": "/nonexistent/svizho-is-not-running"}
    plain = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {name: value for name, value in facts.items() if name not in plain}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(facts.get(libpq) or "") for libpq, django in plain.items()},
        "OPTIONS": {"application_name": "svizho", "connect_timeout": "10", **options},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def allowed_hosts(settings: Settings) -> list[str]:
    """Name the hosts the site answers to: its public one, this machine's own, and those the owner adds."""
    public = {urlsplit(url).hostname or "" for url in (settings.site.base_url, settings.push.callback_url)}
    own = {*public, "localhost", "127.0.0.1", "[::1]"}
    try:
        if not ipaddress.ip_address(settings.web.host).is_unspecified:
            own.add(settings.web.host)
    except ValueError:
        own.add(settings.web.host)
    return sorted((own - {""}) | set(settings.web.allowed_hosts))


SVIZHO = load_settings(find_file(os.environ), os.environ)
HTTPS = SVIZHO.site.base_url.startswith("https://")

DEBUG = False
SECRET_KEY = secret_key(SVIZHO)
ALLOWED_HOSTS = allowed_hosts(SVIZHO)
CSRF_TRUSTED_ORIGINS = [SVIZHO.site.base_url]

INSTALLED_APPS = [
    "svizho.members",
    "svizho.records",
    "svizho.sources",
    "svizho.hubs",
    "svizho.articles",
    "svizho.stories",
    "svizho.claims",
    "svizho.photos",
    "svizho.comments",
    *(f"svizho.{room}" for room in ("web", "desk") if (PACKAGE / room / "__init__.py").exists()),
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "svizho.settings.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "svizho.web.middleware.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
ROOT_URLCONF = "svizho.urls"
AUTH_USER_MODEL = "members.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": database(SVIZHO.database.url)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = SVIZHO.site.languages[0]
LANGUAGES = [(code, LANGUAGE_NAMES[code]) for code in SVIZHO.site.languages]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = SVIZHO.site.timezone
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = SVIZHO.data.folder / "static" / __version__
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "svizho.settings.static.HashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
# Gone with the browser: whoever holds the cookie is known, and gets no kept pages.
CSRF_COOKIE_AGE = None
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SVIZHO.web.trusted_proxies else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.constants.NONE],
        **{
            f"{kind}-src": [csp.constants.SELF]
            for kind in ("style", "script", "img", "font", "connect", "manifest", "worker")
        },
        "form-action": [csp.constants.SELF],
        "base-uri": [csp.constants.NONE],
        "frame-ancestors": [csp.constants.NONE],
        # No text becomes markup or a script in the browser either; `own` is the policy that site.js makes.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["own"],
    }
}

LOGGING = logging_config(level=os.environ.get("SVIZHO_LOG", "INFO").upper())

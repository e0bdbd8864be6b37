"""Walls against robots, known by their headers and by the pages they answer with."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Only the beginning of a page is looked at: the walls' own pages say who they are in their first kilobytes.
LOOKED_AT = 20_000

# (name, header, what its value holds): headers that only a wall's refusal has. Cloudflare documents cf-mitigated,
# AWS x-amzn-waf-action; the others are seen on the refusals of those services and on no other answer of theirs.
_BY_HEADER = (
    ("Cloudflare", "cf-mitigated", re.compile("challenge")),
    ("AWS WAF", "x-amzn-waf-action", re.compile("challenge|captcha")),
    ("DataDome", "x-datadome", re.compile("")),
    ("PerimeterX", "x-px-block", re.compile("")),
)
# (name, what its page holds). One of these in a page that should have been a feed is a wall, whatever the status.
_BY_PAGE = (
    ("Cloudflare", re.compile(rb"challenge-platform|cf-chl-|cf_chl_|<title>Just a moment", re.I)),
    ("Cloudflare", re.compile(rb"<title>Attention Required! \| Cloudflare|cf-error-details", re.I)),
    ("DDoS-Guard", re.compile(rb"ddos-guard/js-challenge|<title>DDOS-GUARD", re.I)),
    ("Imperva", re.compile(rb"_Incapsula_Resource|Incapsula incident ID", re.I)),
    ("DataDome", re.compile(rb"captcha-delivery\.com", re.I)),
    ("PerimeterX", re.compile(rb"px-captcha", re.I)),
    ("Sucuri", re.compile(rb"sucuri_cloudproxy|Sucuri WebSite Firewall", re.I)),
    ("Akamai", re.compile(rb"<TITLE>Access Denied</TITLE>.{0,2000}errors\.edgesuite\.net", re.S)),
    ("a wall", re.compile(rb"g-recaptcha|hcaptcha\.com|cf-turnstile|<title>[^<]{0,40}(?:captcha|human)", re.I)),
)  # fmt: skip
# (name, beginning of the Server header) of networks that refuse robots for their customers: counts on a 403 only.
_BY_SERVER = (
    ("Cloudflare", "cloudflare"),
    ("DDoS-Guard", "ddos-guard"),
    ("Akamai", "akamaighost"),
    ("Qrator", "qrator"),
)


def wall_of(headers: Mapping[str, str], body: bytes, *, status: int) -> str:
    """Name the wall against robots that answered ("Cloudflare", "a wall"), "" where none is recognised.

    `headers` have lower-case names. Marks in a page count whatever the status, since some walls answer 200 or 202.
    """
    for name, header, held in _BY_HEADER:
        if header in headers and held.search(headers[header].lower()):
            return name
    page = body[:LOOKED_AT]
    # Words about walls may stand in an honest feed; a wall never answers with one.
    if not page.lstrip().startswith((b"<?xml", b"<rss", b"<feed", b"{")):
        for name, mark in _BY_PAGE:
            if mark.search(page):
                return name
    server = headers.get("server", "").lower()
    return next((name for name, start in _BY_SERVER if status == 403 and server.startswith(start)), "")

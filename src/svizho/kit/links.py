"""Addresses of pages: one normal form for each, so that the same article is known again."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

# A link is an index key; PostgreSQL's B-tree takes at most 2,704 bytes. Real article links end below 1,000.
LONGEST_LINK = 2_000

# Parameters that say where a reader came from or which visit this is, never what is shown: AdGuard's
# TrackParamFilter, ClearURLs' global rules, Firefox's query stripping. courlan 1.4 is not used for this: it
# also drops cid, eid, uid, source, names that begin with ga or gl (`gallery`) and parameters without a value
# (`?12345`), each of which is an article's id somewhere.
_TRACKER_NAMES = """fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid twclid ttclid li_fat_id
    igshid igsh mc_cid mc_eid mkt_tok vero_id vero_conv _hsenc _hsmi __hssc __hstc __hsfp hsctatracking
    oly_anon_id oly_enc_id _openstat wickedid s_cid ncid cmpid xtor rb_clickid ml_subscriber
    ml_subscriber_hash _branch_match_id srsltid epik at_medium at_campaign at_custom1 at_custom2
    at_custom3 at_custom4 at_format at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team ref_src
    ref_url fb_action_ids fb_action_types fb_ref fb_source action_object_map action_type_map
    action_ref_map guccounter guce_referrer guce_referrer_sig _ga _gl __s ocid phpsessid jsessionid"""
_TRACKERS = frozenset(_TRACKER_NAMES.split())
_TRACKER_BEGINNINGS = (
    "utm_",
    "itm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "ga_",
    "hsa_",
    "ns_",
    "aspsessionid",
)
# What asks for the light copy of the same article.
_LIGHT_COPIES = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp")})

_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#;]*", re.I)
_LINE_BREAKS = re.compile("[\t\r\n]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")
_BAD_IN_HOST = re.compile(r"[\s<>\"'`{}|\\^%,;=&$!*()+~#?/@\[\]]")
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Google's viewer (www.google.com/amp/s/example.com/path) and cache (example-com.cdn.ampproject.org/c/s/...);
# "s/" stands for https.
_GOOGLE_AMP = re.compile(r"^/amp/(s/)?([^/]+\.[^/]+/.*)$")
_AMP_CACHE = re.compile(r"^/[a-z]/(s/)?([^/]+\.[^/]+/.*)$")

_HOME_PAGE = re.compile(
    r"^/(?:[a-z]{2}(?:[-_][a-z]{2,4})?(?:/|$))?"  # a language
    r"(?:(?:index|default|home|main)(?:\.(?:html?|php|aspx?|jsp))?/?)?$",
    re.I,
)


def _ascii_host(host: str) -> str | None:
    """Write a host in lower-case ASCII (punycode; IPv6 in brackets); None when it is no host."""
    host = host.rstrip(".").lower()
    if ":" in host:
        try:
            return f"[{ip_address(host).compressed}]"
        except ValueError:
            return None
    if not host or len(host) > 253 or _BAD_IN_HOST.search(host):
        return None
    if host.isascii():
        return host if all(0 < len(label) <= 63 for label in host.split(".")) else None
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return None


def _port_part(parts: SplitResult) -> str:
    """Say ":port", or "" for the scheme's own; raises ValueError for a port that is none."""
    port = parts.port
    return "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"


def _escaped(text: str, *, safe: str) -> str:
    """Write percent escapes in one way, keeping their bytes (a windows-1251 path stays windows-1251)."""

    def tidy(escape: re.Match[str]) -> str:
        letter = chr(int(escape[1], 16))
        return letter if letter in _UNRESERVED else escape[0].upper()

    return _ESCAPE.sub(tidy, quote(_STRAY_PERCENT.sub("%25", text), safe=safe + "%"))


def _resolved_path(path: str) -> str:
    """Resolve "." and ".." and doubled slashes, never above the root; a closing slash stays."""
    kept: list[str] = []
    segments = [segment.replace("%2e", ".").replace("%2E", ".") for segment in path.split("/")]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment not in ("", "."):
            kept.append(segment)
    closing = "/" if kept and segments[-1] in ("", ".", "..") else ""
    return "/" + "/".join(kept) + closing


def _name_of(parameter: str) -> str:
    """Say the name of a `name=value` parameter, decoded, in lower case."""
    return unquote(parameter.partition("=")[0]).lower()


def _is_tracker(parameter: str) -> bool:
    """Tell whether a parameter only says where the reader came from, or asks for the light copy."""
    name, value = _name_of(parameter), parameter.partition("=")[2].lower()
    return name in _TRACKERS or name.startswith(_TRACKER_BEGINNINGS) or (name, value) in _LIGHT_COPIES


def _kept_query(query: str) -> str:
    """Drop trackers and keep everything else, ordered by name (those of one name stay in their order)."""
    parameters = [part for part in query.replace("&amp;", "&").split("&") if part and not _is_tracker(part)]
    return "&".join(_escaped(part, safe="/?:@!$'()*,;=+-._~[]") for part in sorted(parameters, key=_name_of))


def _behind_light_copy(host: str, path: str, query: str) -> str | None:
    """Say the publisher's own address when a link leads to Google's copy; None where this is not certain."""
    shown = None
    if host in ("www.google.com", "google.com"):
        shown = _GOOGLE_AMP.match(path)
    elif host.endswith(".cdn.ampproject.org"):
        shown = _AMP_CACHE.match(path)
    if shown is None:
        return None
    return f"http{'s' if shown[1] else ''}://{shown[2]}" + (f"?{query}" if query else "")


def _split(url: str, base: str | None) -> SplitResult:
    r"""Part an address as browsers do: line breaks inside are nothing, "\" is "/". Raises ValueError."""
    if len(url) > 4 * LONGEST_LINK:
        raise ValueError("too long")
    stripped = _CONTROLS.sub("", _LINE_BREAKS.sub("", url)).strip()
    head, mark, tail = stripped.partition("?")
    stripped = head.replace("\\", "/") + mark + tail
    return urlsplit(urljoin(base, stripped) if base else stripped)


def canonical_link(url: str, base: str | None = None) -> str | None:
    """Bring a link to the normal form by which an article is known; None when it is no http(s) address.

    Resolves against `base` and ".."; lower-cases and punycodes the host; drops user names, default ports,
    fragments, trackers and session ids; sorts what is left of the query; undoes Google's AMP copies. Ids and
    other meaningful parameters stay, with or without a value. `www.`, `m.`, http or https and a closing
    slash are kept: whether they name the same page only the page's own canonical link can tell.
    """
    try:
        parts = _split(url, base)
        if parts.scheme not in _DEFAULT_PORTS:
            return None
        host, port = _ascii_host(parts.hostname or ""), _port_part(parts)
    except ValueError:
        return None
    if host is None:
        return None
    if not port and (own := _behind_light_copy(host, parts.path, parts.query)):
        return canonical_link(own)
    path = _escaped(_resolved_path(_SESSION_IN_PATH.sub("", parts.path)), safe="/:@!$&'()*+,;=-._~")
    link = urlunsplit((parts.scheme, host + port, path, _kept_query(parts.query), ""))
    return link if len(link) <= LONGEST_LINK else None


@lru_cache(maxsize=4096)
def host_of(url: str) -> str:
    """Say the host of an address in lower-case ASCII, without the port; "" when there is none."""
    try:
        return _ascii_host(_split(url, None).hostname or "") or ""
    except ValueError:
        return ""


def is_home_page(url: str) -> bool:
    """Tell whether an address is a site's front page (also of one language: /uk/, /en-gb/), so no article."""
    link = canonical_link(url)
    if link is None:
        return False
    parts = urlsplit(link)
    return not parts.query and bool(_HOME_PAGE.match(parts.path))

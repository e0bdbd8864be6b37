"""What is wrong with a feed, told to readers: a sentence for each cause, in their language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def told(cause: str) -> str:
    """Give the sentence for a cause (svizho.diagnosing.CAUSES); one that fits all for a cause nobody knows."""
    return _sentences().get(cause) or _("The feed does not answer.")


def _sentences() -> dict[str, str]:
    return {
        "address": _("The feed's address leads into a private network, and we do not go there."),
        "dns": _("The site's name is not found: it may have moved."),
        "tls": _("The site's certificate is not in order, so nobody could tell whether its news are its own."),
        "timeout": _("The site takes too long to answer."),
        "too_large": _("The feed is too large to be read."),
        "redirects": _("The site sends us from address to address without end."),
        "robots": _("The publisher asks robots to stay away, and we do."),
        "connect": _("The site cannot be reached."),
        "protocol": _("The site's answer breaks off or cannot be understood."),
        "url": _("The feed's address is not in order."),
        "wait": _("The site asked us to wait."),
        "bot_wall": _("A wall against robots stands before the feed."),
        "forbidden": _("The site does not let us read its feed."),
        "password": _("The feed asks for a password."),
        "payment": _("The feed is for subscribers only."),
        "missing": _("There is no feed at its address any more."),
        "gone": _("The publisher has given this feed up."),
        "too_often": _("The site finds that we ask too often, so we ask less."),
        "legal": _("The site may not show its feed for legal reasons."),
        "trouble": _("The site is in trouble."),
        "status": _("The site answers in a way that tells us nothing."),
        "unchanged": _("The site says that nothing is new, whatever we ask."),
        "not_a_feed": _("Something else stands where the feed should be."),
        "hostile": _("The feed is damaged so badly that it cannot be read."),
    }

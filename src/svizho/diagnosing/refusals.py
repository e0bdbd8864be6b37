"""What it means for a feed that no answer came at all: names, certificates, addresses, time and size."""

from __future__ import annotations

from svizho.diagnosing.values import Diagnosis

_ADVICE = {
    "address": "A feed in your own network must be opened by name: fetching.open_addresses in the settings.",
    "dns": "Look whether the site still lives under this name; it may have moved or given its name up.",
    "tls": "Only the publisher can renew a certificate; tell them, or read another feed of theirs. It is not ignored, "
    "since anybody on the way could then write their news.",
    "timeout": "If it happens always, raise fetching.page_seconds.",
    "too_large": "Look for a shorter feed of this publisher, or raise fetching.feed_max_mb.",
    "redirects": "Open the address in a browser and add the one it ends at.",
    "robots": "The publisher's robots.txt forbids it; ask them.",
    "url": "Correct the address: `svizho sources remove` it and add the right one. If you gave the source headers of "
    "its own, look at them: `svizho sources set SOURCE`.",
    "connect": "",
    "protocol": "",
    "wait": "",
}
# What a person must mend, whoever that is; asking again changes nothing.
_HARD = frozenset({"address", "url"})


def of_refusal(kind: str, words: str, *, lasting: bool) -> Diagnosis:
    """Diagnose what the door refused: `kind` and `words` are the refusal's, `lasting` says that soon will not help."""
    grade = "hard" if kind in _HARD else "soft" if lasting else "temporary"
    return Diagnosis(kind if kind in _ADVICE else "connect", grade, words, _ADVICE.get(kind, ""))

"""Signatures of what hubs deliver."""

from __future__ import annotations

import pytest

from svizho.kit.signing import METHODS, is_signed, signature_of

BODY, SECRET = b"<feed/>", "tayna"


@pytest.mark.parametrize("method", METHODS)
def test_every_method_of_the_standard_is_made_and_known_again(method: str) -> None:
    header = signature_of(BODY, SECRET, method)
    assert header.startswith(f"{method}=")
    assert is_signed(BODY, SECRET, header)
    assert is_signed(BODY, SECRET, header.upper())


def test_a_known_value() -> None:
    """The example of RFC 2202, section 3, case 2."""
    assert signature_of(b"what do ya want for nothing?", "Jefe", "sha1") == (
        "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    )


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        "sha256",
        "md5=7815696ecbf1c96e6894b779456d330e",
        "sha256=" + "0" * 64,
        signature_of(BODY, "other"),
        signature_of(b"<feed></feed>", SECRET),
        signature_of(BODY, SECRET)[:-1],
        "sha256=ґ",
    ],
)
def test_what_is_not_the_signature_fits_nothing(header: str) -> None:
    assert not is_signed(BODY, SECRET, header)


def test_without_a_secret_nothing_is_signed() -> None:
    assert not is_signed(BODY, "", signature_of(BODY, ""))


def test_an_unknown_method_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="md5"):
        signature_of(BODY, SECRET, "md5")

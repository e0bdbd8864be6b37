"""What goes wrong on the way becomes words: certificates of every bad kind, shaken hands with in earnest."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from svizho.kit.http.refusals import refused_by
from tests.kit.http.servers import RawServer, always, answer

Serve = Callable[..., RawServer]
HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ("expired", "has run out"),
        ("young", "is not valid yet"),
        ("other", "is for another name"),
        ("self_signed", "is signed by itself"),
    ],
)
def test_a_bad_certificate_is_told_by_what_is_wrong_with_it(serve: Serve, certificate: str, words: str) -> None:
    told = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    told.load_cert_chain(HERE / f"{certificate}.pem")
    server = serve(always(answer()), tls=told)
    trusting = ssl.create_default_context(cafile=HERE / "authority.pem")
    with (
        socket.create_connection((server.host, server.port), timeout=5) as plain,
        pytest.raises(ssl.SSLCertVerificationError) as caught,
    ):
        trusting.wrap_socket(plain, server_hostname="localhost")
    refused = refused_by(caught.value, host="localhost", seconds=5)
    assert (refused.kind, refused.lasting) == ("tls", True)
    assert refused.words == f"The certificate of localhost {words}."


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), "dns", "the name does not exist"),
        (socket.gaierror(socket.EAI_AGAIN, "x"), "dns", "could not be looked up just now"),
        (ConnectionResetError(), "connect", "broke the connection off"),
        (TimeoutError(), "timeout", "within 5 seconds"),
        (ValueError("odd"), "protocol", "cannot read"),
    ],
)
def test_other_errors_become_sentences(error: Exception, kind: str, words: str) -> None:
    refused = refused_by(error, host="visnyk.example", seconds=5)
    assert refused.kind == kind
    assert words in refused.words
    assert refused.words.endswith(".")

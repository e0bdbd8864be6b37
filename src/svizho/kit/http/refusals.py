"""What went wrong, in words a person understands: library errors turned into refusals."""

from __future__ import annotations

import socket
import ssl

import aiohttp

from svizho.kit.http.addresses import SOCKET_MARK, shown
from svizho.kit.http.values import Refused

# The errors that a bad server or a bad network can cause; all of them become refusals. ValueError and
# UnicodeError come from addresses that yarl or the IDNA codec cannot take.
BAD_SERVER = (aiohttp.ClientError, OSError, TimeoutError, ValueError, EOFError)

# Verify codes of OpenSSL (x509_vfy.h) that a person can do something about, in words.
CERTIFICATE_WORDS = {
    9: "is not valid yet",
    10: "has run out",
    18: "is signed by itself",
    19: "leads to an authority we do not know",
    20: "is from an authority we do not know",
    21: "cannot be checked",
    62: "is for another name",
}


def refused_by(error: Exception, *, host: str, seconds: float) -> Refused:
    """Turn an error met while asking `host` (limit: `seconds`) into a refusal; never raises."""
    if isinstance(error, TimeoutError):
        return Refused("timeout", f"{host} did not answer completely within {seconds:g} seconds.", lasting=False)
    for judge in (_tls, _dns, _connection, _protocol):
        refused = judge(error, host)
        if refused is not None:
            return refused
    return Refused("protocol", f"{host} answered in a way we cannot read.", lasting=False)


def _tls(error: Exception, host: str) -> Refused | None:
    cause = error
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
    elif isinstance(error, aiohttp.ClientConnectorSSLError):
        cause = error.os_error
    if isinstance(cause, ssl.SSLCertVerificationError):
        words = CERTIFICATE_WORDS.get(cause.verify_code, f"is not accepted: {shown(cause.verify_message)}")
        return Refused("tls", f"The certificate of {host} {words}.", lasting=True)
    if isinstance(cause, ssl.CertificateError):
        return Refused("tls", f"The certificate of {host} is not accepted.", lasting=True)
    if isinstance(cause, ssl.SSLError):
        return Refused("tls", f"No secure connection to {host} could be made ({_ssl_word(cause)}).", lasting=False)
    return None


def _ssl_word(error: ssl.SSLError) -> str:
    return shown((error.reason or "TLS error").replace("_", " ").lower())


def _dns(error: Exception, host: str) -> Refused | None:
    if not isinstance(error, aiohttp.ClientConnectorDNSError) and not isinstance(error, socket.gaierror):
        return None
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorDNSError) else error
    lasting = isinstance(cause, socket.gaierror) and cause.errno in {socket.EAI_NONAME, socket.EAI_FAIL}
    words = "has no address: the name does not exist" if lasting else "could not be looked up just now"
    return Refused("dns", f"{host} {words}.", lasting=lasting)


def _connection(error: Exception, host: str) -> Refused | None:
    if isinstance(error, aiohttp.ClientConnectorError):
        if SOCKET_MARK in str(error.os_error):
            return Refused("address", f"{host} leads to {SOCKET_MARK}.", lasting=True)
        if isinstance(error.os_error, ConnectionRefusedError):
            return Refused("connect", f"{host} does not accept connections.", lasting=False)
        return Refused("connect", f"{host} could not be reached ({_reason(error.os_error)}).", lasting=False)
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | ConnectionError):
        return Refused("connect", f"{host} broke the connection off without an answer.", lasting=False)
    return None


def _reason(error: OSError) -> str:
    return shown(error.strerror or "no reason given").lower()


def _protocol(error: Exception, host: str) -> Refused | None:
    if isinstance(error, aiohttp.ClientPayloadError):
        return Refused("protocol", f"The answer of {host} broke off before its end.", lasting=False)
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Refused("url", f"{host} is not a web address.", lasting=True)
    if isinstance(error, aiohttp.ClientResponseError):
        return Refused("protocol", f"{host} does not speak proper HTTP ({shown(error.message)}).", lasting=False)
    return None

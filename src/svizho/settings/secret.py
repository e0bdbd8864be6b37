"""The secret that signs sessions and forms: the owner's, or one made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from svizho.errors import SettingsError
from svizho.settings.schema import Settings

# 50 characters of 64 kinds: 300 bits, what Django's own startproject gives.
SECRET_BYTES = 38
SHORTEST = 32


def secret_key(settings: Settings) -> str:
    """Give the secret key. Where the data folder does not exist yet, the key lives as long as this process.

    Raises SettingsError when the kept one cannot be read or is too short to be one.
    """
    if settings.web.secret_key:
        return settings.web.secret_key
    if not settings.data.folder.is_dir():
        return secrets.token_urlsafe(SECRET_BYTES)
    return kept_secret(settings.data.folder / "secret-key")


def kept_secret(path: Path) -> str:
    """Read the key at `path`, made first where there is none; only its owner may read the file."""
    try:
        make_once(path)
        secret = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: the secret key cannot be kept or read: {error}") from error
    if len(secret) < SHORTEST:
        raise SettingsError(f"{path}: too short for a secret key; remove the file and a new one is made")
    return secret


def make_once(path: Path) -> None:
    """Write a new key to `path` unless one is there; a half-written file is never seen under that name."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        draft.unlink()

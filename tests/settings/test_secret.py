"""The secret key is made once, read only by its owner, and the owner's own wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from svizho.errors import SettingsError
from svizho.settings import Settings, load_settings
from svizho.settings.secret import secret_key


def settings_in(folder: Path, **environ: str) -> Settings:
    return load_settings(None, {"SVIZHO_DATA": str(folder), **environ})


def test_made_once_and_kept(tmp_path: Path) -> None:
    first = secret_key(settings_in(tmp_path))
    assert len(first) >= 50
    assert secret_key(settings_in(tmp_path)) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_nothing_is_made_where_there_is_no_data_folder(tmp_path: Path) -> None:
    missing = settings_in(tmp_path / "missing")
    assert secret_key(missing) != secret_key(missing)
    assert not (tmp_path / "missing").exists()


def test_the_owners_own_wins(tmp_path: Path) -> None:
    assert secret_key(settings_in(tmp_path, SVIZHO_WEB_SECRET_KEY="s" * 40)) == "s" * 40


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 60])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret-key").write_bytes(content)
    with pytest.raises(SettingsError, match="secret-key"):
        secret_key(settings_in(tmp_path))

"""Static files gathered under hashed names, once for each version of them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from svizho.engine.binaries import make_passable
from svizho.engine.postgres import locked
from svizho.settings import site_settings

STAMP = "svizho-stamp"


def gather_static(say: Callable[[str], None]) -> None:
    """Gather static files unless those gathered are the ones there are now; one process does, others wait."""
    folder, stamp = site_settings().data.folder, fingerprint()
    if gathered() == stamp:
        return
    make_passable(folder)
    with locked(folder / "static.lock"):
        if gathered() == stamp:
            return
        say("gathering static files")
        root = Path(settings.STATIC_ROOT)
        (root / STAMP).unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        (root / STAMP).write_text(stamp, encoding="ascii")
        for other in root.parent.iterdir():
            if other != root and other.is_dir():
                shutil.rmtree(other, ignore_errors=True)


def gathered() -> str:
    """Give the fingerprint of the files that were gathered; empty where none were, or not all."""
    path = Path(settings.STATIC_ROOT) / STAMP
    return path.read_text(encoding="ascii") if path.is_file() else ""


def fingerprint() -> str:
    """Give a digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()

"""A site of any size made of generated rows, and what serves it: our own web server, nginx, wrk to ask them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

# One article every so many seconds: 10,000 a day, so that a larger site is one that has run longer.
EVERY = 8.64

SOURCE = {
    "id": "n", "name": "'Вісник ' || n", "slug": "'source-' || n", "home_url": "'https://source-' || n || '.example/'",
    "language": "CASE WHEN n %% 3 = 1 THEN 'en' ELSE 'uk' END", "policy": "'excerpt'",
    "added_at": "now() - interval '400 days'",
}  # fmt: skip

# What the rows leave at its default is filled in by the kind of its column.
BY_KIND = {"boolean": "false", "ARRAY": "'{{}}'", "jsonb": "'{{}}'", "timestamp with time zone": "now()"}
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: requests and bytes a second, median and 99th percentile of the time to answer, errors."""

    requests: float
    median: str
    slowest: str
    errors: int


def make_database(cluster: str, name: str, articles: int, folder: Path) -> Mapping[str, str]:
    """Make the database of a site of so many articles; gives the environment that leads to it."""
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    head, _, options = cluster.partition("?")
    url = f"{head.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
    environ = {**os.environ, "DATABASE_URL": url, "SVIZHO_DATA": str(folder), "SVIZHO_PARENT": str(os.getpid())}
    environ |= {"DJANGO_SETTINGS_MODULE": "svizho.settings.django", "SVIZHO_LOG": "WARNING"}
    subprocess.run([sys.executable, "-m", "svizho.cli", "prepare"], env=environ, check=True, capture_output=True)
    with psycopg.connect(url, autocommit=True) as connection:
        columns = source_columns(connection)
        told = {"source_columns": ", ".join(columns), "source_values": ", ".join(columns.values()), "every": EVERY}
        rows = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").partition("\n\n")[2]
        for statement in rows.format(**told).split(";\n"):
            if statement.strip():
                connection.execute(statement.encode(), {"articles": articles} if "%(" in statement else ())
        connection.execute("VACUUM ANALYZE")
    return environ


def source_columns(connection: psycopg.Connection[tuple[str, ...]]) -> dict[str, str]:
    """Name the columns of a source with what they hold here; a column added since gets the plainest value."""
    rows = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'sources_source' "
        "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
    ).fetchall()
    plain = {name: BY_KIND.get(kind, "''" if "char" in kind or kind == "text" else "0") for name, kind in rows}
    return {name: value.replace("{{}}", "{}") for name, value in (plain | SOURCE).items()}


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def web_server(environ: Mapping[str, str], **settings: str) -> Iterator[tuple[str, int]]:
    """Run `svizho web`; gives its address and the number of its process."""
    port = free_port()
    environ = {**environ, **settings, "SVIZHO_SITE_BASE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "svizho.cli", "web", "--port", str(port)]
    server = subprocess.Popen(command, env=environ)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_served(f"{address}/health", server)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Run one nginx process that gives out files (`.gz` beside them where a reader takes it); gives its address."""
    port = free_port()
    root = folder / "root"
    root.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (root / name).write_bytes(body)
    lines = f"""
        daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
        events {{ worker_connections 2048; }}
        http {{ access_log off; default_type text/html; keepalive_requests 100000000; sendfile on;
          client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
          uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
          open_file_cache max=100 inactive=60s;
          server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; }} }}"""
    (folder / "nginx.conf").write_text(lines)
    folder.chmod(0o755)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    server = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        wait_until_served(f"http://127.0.0.1:{port}/page.html", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_served(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; raises when it ended instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server of {address} ended")
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError(address)


def wrk(address: str, *, seconds: int, connections: int = 32, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for an address again and again over so many connections, with one thread (Debian's wrk)."""
    told = [f"-H{name}: {value}" for name, value in (headers or {}).items()]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency", *told, address]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    socket_errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    lost = sum(int(each) for each in socket_errors.groups()) if socket_errors else 0
    return Load(
        requests=float(_found(r"Requests/sec:\s+([\d.]+)", text)),
        median=_found(r"50%\s+(\S+)", text),
        slowest=_found(r"99%\s+(\S+)", text),
        errors=(int(errors[1]) if errors else 0) + lost,
    )


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"wrk said: {text}")
    return found[1]

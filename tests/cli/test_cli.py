"""The `svizho` command: finds subcommands, starts fast, fails in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from svizho import __version__, cli
from svizho.cli import check
from svizho.settings import load_settings
from svizho.settings.load import unknown_variables

SVIZHO = [sys.executable, "-P", "-m", "svizho.cli"]


def svizho(*arguments: str, text: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SVIZHO_", "DATABASE_URL"))}
    return subprocess.run(
        [*SVIZHO, *arguments], input=text, capture_output=True, text=True, env={**clean, **environ}, timeout=60
    )


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in cli.COMMANDS:
        assert f"  {command.name} " in shown
        assert command.words in shown
    assert cli.main([]) == 2


@pytest.mark.parametrize("command", [command.name for command in cli.COMMANDS])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([command, "--help"])
    assert left.value.code == 0
    assert f"usage: svizho {command}" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"svizho {__version__}\n"


def test_a_command_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["jurney"]) == 2
    assert capsys.readouterr().err == "svizho: there is no command 'jurney'; did you mean `svizho journey`?\n"
    assert cli.main(["x"]) == 2
    assert "`svizho --help` lists what there is" in capsys.readouterr().err


def test_an_error_made_on_purpose_is_one_line(tmp_path: Path) -> None:
    done = svizho("backup", str(tmp_path / "x"), SVIZHO_WEB_PORT="many")
    assert done.returncode == 2
    assert done.stderr == "svizho: SVIZHO_WEB_PORT: found 'many'; allowed: a whole number\n"
    assert done.stdout == ""


def test_the_ground_is_reached_without_django() -> None:
    """Filters and the supervisor must not pay for Django's import."""
    code = (
        "import sys, svizho.cli, svizho.cli.run, svizho.cli.filter_command, svizho.cli.check\n"
        "print([name for name in ('django.db', 'django.apps', 'numpy', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_filter_reads_lines_and_writes_lines() -> None:
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Газета</title>'
        "<item><guid>1</guid><title>Рада ухвалила бюджет</title><link>/news/1</link></item></channel></rss>"
    )
    done = svizho("parse", "--url", "https://gazeta.example/rss", text=feed)
    assert done.returncode == 0, done.stderr
    [entry] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (entry["title"], entry["url"]) == ("Рада ухвалила бюджет", "https://gazeta.example/news/1")


def test_a_filter_speaks_utf_8_whatever_the_locale_says() -> None:
    done = subprocess.run(
        [*SVIZHO, "parse"], input="не стрічка".encode(), capture_output=True, env={"LC_ALL": "C", "PYTHONUTF8": "0"}
    )
    assert "error" in json.loads(done.stdout.decode("utf-8"))


def test_a_reader_that_leaves_is_no_trouble() -> None:
    with subprocess.Popen([*SVIZHO, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        words = process.stderr.read()
        code = process.wait()
    assert code in (0, cli.BROKEN_PIPE)
    assert words == b""


def test_ctrl_c_is_quiet(tmp_path: Path) -> None:
    with subprocess.Popen([*SVIZHO, "parse"], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"<rss>")
        process.stdin.flush()
        time.sleep(1.5)
        process.send_signal(2)
        assert process.stderr.read() == b""
        assert process.wait() == cli.INTERRUPTED


def test_check_says_what_it_found(tmp_path: Path) -> None:
    done = svizho(
        "check", SVIZHO_DATA=str(tmp_path), SVIZHO_NONSENSE="1", SVIZHO_FETCHING_OPEN_ADDRESSES="127.0.0.1:8077"
    )
    assert done.returncode == 0, done.stderr
    assert f"ok   version    Svizho {__version__}" in done.stdout
    assert "note settings   the variable SVIZHO_NONSENSE sets nothing" in done.stdout
    assert "note fetching   local addresses are open to feeds: 127.0.0.1:8077" in done.stdout
    assert "ok   database   none yet; the first start makes it" in done.stdout
    assert list(tmp_path.iterdir()) == []  # looking changes nothing


def test_check_fails_when_something_does_not_work() -> None:
    done = svizho("check", DATABASE_URL="postgresql://me:s3cret@127.0.0.1:1/news")
    assert done.returncode == 1
    assert "BAD  database   DATABASE_URL: PostgreSQL cannot be reached" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr
    done = svizho("check", SVIZHO_WEB_PORT="many")
    assert done.returncode == 1
    assert "BAD  settings   SVIZHO_WEB_PORT: found 'many'" in done.stdout


def test_check_tells_words_alone_from_an_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = load_settings(None, {"SVIZHO_EMBEDDINGS_URL": "http://127.0.0.1:8080/v1"})
    assert "http://127.0.0.1:8080/v1" in check.encoder_finding(asked).words

    def missing(name: str) -> str:
        raise check.PackageNotFoundError(name)

    monkeypatch.setattr(check, "version", missing)
    found = check.encoder_finding(load_settings(None, {}))
    assert (found.state, found.words) == (check.NOTE, "none here: articles are grouped by words alone")


def test_variables_that_set_nothing() -> None:
    known = {"SVIZHO_SITE_NAME_EN": "x", "SVIZHO_WEB_PORT": "1", "DATABASE_URL": "x", "HOME": "/", "SVIZHO_DATA": "x"}
    assert unknown_variables({**known, "SVIZHO_PORT": "1", "SVIZHO_SITE_PORT": "1"}) == [
        "SVIZHO_PORT", "SVIZHO_SITE_PORT",
    ]  # fmt: skip

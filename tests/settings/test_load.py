"""Settings: defaults, file, environment, and errors that say what is wrong where."""

from __future__ import annotations

from pathlib import Path

import pytest

from svizho.errors import SettingsError
from svizho.settings import Settings, find_file, load_settings


def from_toml(folder: Path, text: str, **environ: str) -> Settings:
    path = folder / "svizho.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, environ)


def test_without_file_and_environment_the_defaults_stand() -> None:
    settings = load_settings(None, {})
    assert settings.site.name.to("uk") == "Свіжо"
    assert settings.site.name.to("en") == "Svizho"
    assert str(settings.site.tagline) == "завжди свіжі новини"
    assert [section.slug for section in settings.sections] == [
        "politics", "world", "economy", "society", "science", "culture", "sport",
    ]  # fmt: skip
    assert settings.section("science").name.to("uk") == "Наука й техніка"
    assert settings.section("weather") is None
    assert settings.data.folder.is_absolute()


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    settings = from_toml(
        tmp_path,
        """
        [site]
        name = "Наше місто"
        tagline_en = "news of the town"
        languages = ["en", "uk"]
        [pacing]
        fastest_minutes = 1
        [data]
        folder = "kept"
        """,
    )
    assert settings.site.name.to("en") == "Наше місто"  # no English name was given, so the one name serves both
    assert settings.site.tagline.to("uk") == "завжди свіжі новини"
    assert settings.site.tagline.to("en") == "news of the town"
    assert settings.site.languages == ("en", "uk")
    assert settings.pacing.fastest_minutes == 1.0
    assert settings.data.folder == tmp_path / "kept"
    assert settings.origin == tmp_path / "svizho.toml"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = from_toml(
        tmp_path,
        '[web]\nport = 9000\n[fetching]\nobey_robots = true\n[grouping]\nembeddings_url = "http://a.example/v1"',
        SVIZHO_WEB_PORT="9001",
        SVIZHO_FETCHING_OBEY_ROBOTS="no",
        SVIZHO_FETCHING_OPEN_ADDRESSES="127.0.0.1:9, [::1]:80",
        SVIZHO_EMBEDDINGS_URL="http://b.example/v1/embeddings",
        SVIZHO_SITE_NAME_EN="Fresh",
        SVIZHO_DATA=str(tmp_path / "elsewhere"),
        DATABASE_URL="postgresql://me@db.example/news",
        SVIZHO_SITE_COUNTRY="  ",
    )
    assert settings.web.port == 9001
    assert settings.fetching.obey_robots is False
    assert settings.fetching.open_addresses == ("127.0.0.1:9", "[::1]:80")
    assert settings.grouping.embeddings_url == "http://b.example/v1/embeddings"
    assert (settings.site.name.to("uk"), settings.site.name.to("en")) == ("Свіжо", "Fresh")
    assert settings.data.folder == tmp_path / "elsewhere"
    assert settings.database.url == "postgresql://me@db.example/news"
    assert settings.site.country == "UA"  # blank counts as not set


def test_sections_may_be_dropped_renamed_and_added(tmp_path: Path) -> None:
    settings = from_toml(
        tmp_path,
        """
        [[section]]
        slug = "sport"
        [[section]]
        slug = "politics"
        name = "Влада"
        [[section]]
        slug = "science"
        name_en = "Science"
        [[section]]
        slug = "our-town"
        name = "Місто"
        """,
    )
    assert [section.slug for section in settings.sections] == ["sport", "politics", "science", "our-town"]
    assert settings.section("sport").name.to("en") == "Sport"
    assert settings.section("sport").iptc == "15000000"
    assert settings.section("politics").name.to("en") == "Влада"
    assert settings.section("science").name.to("uk") == "Наука й техніка"
    assert settings.section("science").name.to("en") == "Science"
    assert settings.section("our-town").iptc == ""


def test_the_environment_chooses_and_orders_sections() -> None:
    settings = load_settings(None, {"SVIZHO_SECTIONS": "world, sport"})
    assert [section.slug for section in settings.sections] == ["world", "sport"]
    with pytest.raises(SettingsError, match=r"SVIZHO_SECTIONS: unknown section 'sports'; did you mean 'sport'\?"):
        load_settings(None, {"SVIZHO_SECTIONS": "world, sports"})
    with pytest.raises(SettingsError, match="'world' stands twice"):
        load_settings(None, {"SVIZHO_SECTIONS": "world, world"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[sight]", "unknown table 'sight'; did you mean 'site'?"),
        ("[site]\nnmae = 'x'", "site: unknown key 'nmae'; did you mean 'name'?"),
        ("[site]\ncountry_en = 'x'", "site: unknown key 'country_en'"),
        ("[web]\nport = '8000'", "web.port: found '8000'; allowed: a whole number from 1 to 65535"),
        ("[web]\nport = 70000", "web.port: found 70000; allowed: a whole number from 1 to 65535"),
        ("[web]\nport = true", "web.port: found True; allowed: a whole number"),
        ("[fetching]\nhost_pause_seconds = nan", "host_pause_seconds: found nan; allowed: a number from 0 to 60"),
        ("[fetching]\nobey_robots = 1", "obey_robots: found 1; allowed: true or false"),
        ("[fetching]\nopen_addresses = '10.0.0.1'", "allowed: a list of texts"),
        ("[fetching]\nopen_addresses = [1]", "open_addresses: found 1; allowed: a text"),
        ("[fetching]\nopen_addresses = ['10.0.0.0/8']", "found '10.0.0.0/8'; allowed: host:port"),
        ("[web]\ntrusted_proxies = ['10.0.0.0/40']", "web.trusted_proxies: found '10.0.0.0/40'; allowed: an address"),
        ("[sources]\npolicy = 'excrept'", "allowed: headline, excerpt, full (did you mean 'excerpt'?)"),
        ("[site]\nlanguages = ['uk', 'de']", "site.languages: found 'de'; allowed: uk, en"),
        ("[site]\nlanguages = []", "site.languages: found []; allowed: at least one language"),
        ("[site]\nlanguages = ['uk', 'uk']", "site.languages: 'uk' stands twice"),
        ("[site]\ntimezone = 'Europe/Kyev'", "site.timezone: found 'Europe/Kyev'; allowed: an IANA time zone"),
        ("[site]\ntimezone = '../../etc/passwd'", "site.timezone: found"),
        ("[site]\nbase_url = 'news.example'", "base_url: found 'news.example'; allowed: an address such as"),
        ('[site]\nname = "a\\u0000b"', "at most 2,000 characters on one line"),
        ("[site]\nname = ['x']", "site.name: found ['x']; allowed: a text in quotation marks"),
        ("site = 1", "site: found 1; allowed: a table, written [site]"),
        ("[section]\nslug = 'x'", "section: found {'slug': 'x'}; allowed: tables, each written [[section]]"),
        ("[[section]]\nname = 'x'", "section[1].slug: found ''"),
        ("[[section]]\nslug = 'latest'", "section[1].slug: found 'latest'; allowed: a name that the site"),
        ("[[section]]\nslug = 'Sport'", "section[1].slug: found 'Sport'; allowed: small Latin letters"),
        ("[[section]]\nslug = 'town'", "section[1].name: found ''; allowed: a name"),
        ("[[section]]\nslug = 'sport'\n[[section]]\nslug = 'sport'", "'sport' stands twice"),
        ("[pacing]\nfastest_minutes = 600\nslowest_hours = 1", "pacing.fastest_minutes: found 600.0"),
        ("[web]\nsecret_key = 'short'", "secret_key: found '5 characters not repeated here'; allowed: at least 32"),
        ("[database]\nurl = 'sqlite:///x'", "not repeated here'; allowed: an address that starts with postgresql://"),
        ("[site\n", "not valid TOML"),
    ],
)
def test_an_error_names_file_key_found_and_allowed(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_toml(tmp_path, text)
    assert words in str(caught.value)
    assert str(tmp_path / "svizho.toml") in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SVIZHO_WEB_PORT", "tcp://10.0.0.1:80", "SVIZHO_WEB_PORT: found 'tcp://10.0.0.1:80'; allowed: a whole number"),
        ("SVIZHO_WEB_PORT", "0", "SVIZHO_WEB_PORT: found 0; allowed: a whole number from 1 to 65535"),
        ("SVIZHO_FETCHING_OBEY_ROBOTS", "perhaps", "found 'perhaps'; allowed: true or false"),
        ("SVIZHO_SOURCES_POLICY", "all", "SVIZHO_SOURCES_POLICY: found 'all'; allowed: headline, excerpt, full"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL: found '9 characters not repeated here'"),
        ("SVIZHO_SITE_NAME_EN", "a\x07b", "SVIZHO_SITE_NAME_EN: found"),
    ],
)
def test_an_error_names_the_variable(variable: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, {variable: value})
    assert words in str(caught.value)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        load_settings(tmp_path / "svizho.toml", {})
    large = tmp_path / "large.toml"
    large.write_text("#" * 1_000_001, encoding="ascii")
    with pytest.raises(SettingsError, match="surely not a settings file"):
        load_settings(large, {})
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(binary, {})


def test_which_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_file({}) is None
    (tmp_path / "svizho.toml").touch()
    assert find_file({}) == Path("svizho.toml")
    assert find_file({"SVIZHO_CONFIG": "/etc/svizho.toml"}) == Path("/etc/svizho.toml")


def test_the_example_is_valid() -> None:
    example = Path(__file__).resolve().parents[2] / "svizho.example.toml"
    settings = load_settings(example, {})
    assert [section.slug for section in settings.sections] == ["politics", "world", "our-town"]
    assert settings.site == load_settings(None, {}).site

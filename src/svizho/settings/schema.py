"""Every key an owner may set, with its type, its default, its bounds and its explanation.

`docs/settings.md` is written from this file, and `load.py` reads `svizho.toml` and the environment by it.
"""

# ruff: noqa: RUF009 - `key` makes a dataclass field, and every default is frozen

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Addresses the site itself answers under, so no section may be called by one of them.
# fmt: off
RESERVED_SLUGS = frozenset({
    "about", "account", "api", "article", "author", "card", "comments", "desk", "en", "feed", "feeds", "health",
    "i18n", "latest", "live", "login", "logout", "map", "media", "member", "members", "metrics", "my",
    "news-sitemap", "offline", "photo", "privacy", "push", "robots", "rpc", "search", "section", "sitemap", "sitemaps",
    "source", "sources", "speaker", "static", "stories", "story", "uk",
})
# fmt: on


def key(
    default: Any,
    words: str,
    *,
    least: float | None = None,
    most: float | None = None,
    choices: tuple[str, ...] = (),
    pattern: str = "",
    shape: str = "",
    environment: tuple[str, ...] = (),
    private: bool = False,
) -> Any:
    """Declare a key: its default, what it means (`words`) and what is allowed.

    `pattern` is a regular expression the whole string (or each string of a list) must match and `shape`
    says the same to a person; `environment` names variables that set the key besides `SVIZHO_<TABLE>_<KEY>`;
    a `private` value is never repeated in a message.
    """
    facts = {
        "words": words,
        "least": least,
        "most": most,
        "choices": choices,
        "pattern": pattern,
        "shape": shape,
        "environment": environment,
        "private": private,
    }
    return field(default=default, metadata=facts)


LANGUAGE = r"[a-z]{2,3}"
SLUG = r"[a-z][a-z0-9-]{0,39}"
WEB_ADDRESS = r"https?://[^\s/]+(/\S*)?"


@dataclass(frozen=True, slots=True)
class Words:
    """A text that may differ by language: `default` serves where `by_language` has nothing."""

    default: str
    by_language: tuple[tuple[str, str], ...] = ()

    def to(self, language: str) -> str:
        """Give the text for a reader of `language`."""
        return dict(self.by_language).get(language, self.default)

    def __str__(self) -> str:
        return self.default


@dataclass(frozen=True, slots=True)
class Site:
    """What the paper is called, and for whom it is."""

    name: Words = key(
        Words("Свіжо", (("en", "Svizho"),)), 'The name on the masthead. `name_en = "…"` gives it in English.'
    )
    tagline: Words = key(
        Words("завжди свіжі новини", (("en", "always fresh news"),)),
        "The line under the name; per language like `name` (`tagline_en`).",
    )
    languages: tuple[str, ...] = key(
        ("uk", "en"),
        "Languages of the site's own words. The first is the default and its pages have no prefix in their address.",
        choices=("uk", "en"),
    )
    timezone: str = key("Europe/Kyiv", "The time zone in which times are shown, by its IANA name.")
    base_url: str = key(
        "http://127.0.0.1:8000",
        "The public address of the site, without a slash at the end: it stands in feeds, sitemaps and "
        "mails, and in the name by which Svizho introduces itself to the sites it reads.",
        pattern=r"https?://[^\s/]+",
        shape="an address such as https://news.example, without a slash at the end",
    )
    country: str = key(
        "UA",
        "The country the paper is written in, two letters: what happens there is home news.",
        pattern=r"[A-Z]{2}",
        shape="two capital letters",
    )
    read_languages: tuple[str, ...] = key(
        ("uk", "en", "ru", "be", "bg", "pl", "de", "fr", "es", "it"),
        "Languages the sources are written in. An article is never taken to be in any other, so the "
        "shorter the list, the surer the guess on a short headline.",
        pattern=LANGUAGE,
        shape="codes of two or three small letters",
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper. Each `[[section]]` adds one, in menu order; without any, seven stand."""

    slug: str = key(
        "",
        "The section's name in addresses. The slugs of the seven default sections are those articles are "
        "filed under by themselves; a section of any other slug is filled by the desk.",
        pattern=SLUG,
        shape="small Latin letters, digits and hyphens, a letter first",
    )
    name: Words = key(Words(""), "What readers see in the menu; per language like `site.name` (`name_en`).")
    iptc: str = key(
        "",
        "The matching code of IPTC Media Topics, eight digits, if there is one.",
        pattern=r"(\d{8})?",
        shape="eight digits or nothing",
    )


@dataclass(frozen=True, slots=True)
class Sources:
    """What is read, and how much of it may be shown."""

    starter: bool = key(True, "Whether the first start adds the list of sources that ships with Svizho.")
    policy: str = key(
        "excerpt",
        "How much of an article the public site shows unless its source says otherwise: its headline, an "
        "excerpt with a link out, or all of it (only where the licence allows that).",
        choices=("headline", "excerpt", "full"),
    )
    excerpt_chars: int = key(300, "The longest excerpt shown, in characters.", least=0, most=1000)
    photo_days: int = key(
        30,
        "How many days small copies of pictures are kept, for sources whose pictures may be shown "
        "(`svizho sources set SOURCE --photos on`).",
        least=1,
        most=3650,
    )


@dataclass(frozen=True, slots=True)
class Fetching:
    """How Svizho behaves towards the sites it reads."""

    agent: str = key(
        "",
        "The User-Agent sent with every request. Empty means `Svizho/<version> (+<base_url>)`, which is honest.",
    )
    per_host: int = key(2, "Most connections to one host at a time.", least=1, most=16)
    host_pause_seconds: float = key(1.0, "Least time between two requests to one host.", least=0, most=60)
    total: int = key(64, "Most connections at a time, to all hosts together.", least=1, most=1000)
    feed_max_mb: int = key(5, "The largest feed that is read, in megabytes.", least=1, most=50)
    page_max_mb: int = key(3, "The largest page that is read, in megabytes.", least=1, most=50)
    page_seconds: int = key(20, "The longest time one request may take.", least=1, most=300)
    open_addresses: tuple[str, ...] = key(
        (),
        "Addresses that may be fetched although they are local or private, each exactly as `host:port`. "
        "Everything local is refused otherwise, so that no feed can read your own network.",
        pattern=r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):\d{1,5}",
        shape="host:port, such as 127.0.0.1:8077",
    )
    obey_robots: bool = key(True, "Whether robots.txt is obeyed when article pages are fetched.")


@dataclass(frozen=True, slots=True)
class Pacing:
    """When feeds are asked again. Within these bounds polls go where they save the most delay (docs/pacing.md)."""

    fastest_minutes: float = key(2.0, "The shortest time between two polls of a feed.", least=0.05, most=1440)
    slowest_hours: float = key(24.0, "The longest time between two polls of a feed.", least=0.001, most=168)
    budget_per_minute: float = key(
        0.0,
        "Polls a minute for all feeds together, on the mean of a day. 0 means by the number of feeds: each every ten "
        "minutes on the mean, at most 600 a minute.",
        least=0,
        most=100_000,
    )


@dataclass(frozen=True, slots=True)
class Push:
    """How publishers tell us that they have something new, and how we tell others (docs/push.md)."""

    subscribe: bool = key(
        True,
        "Whether Svizho subscribes to the hubs that feeds name (WebSub, rssCloud). It also needs an address under "
        "which they reach the site; without one only polls are used.",
    )
    callback_url: str = key(
        "",
        "The address under which hubs reach this site, if it is not `site.base_url`; without a slash at its end.",
        pattern=r"(https?://[^\s/]+)?",
        shape="an address such as https://news.example, without a slash at the end, or nothing",
    )
    lease_days: float = key(
        10.0, "The lease that hubs are asked for, in days. They may give less.", least=0.01, most=90
    )
    hub_url: str = key(
        "",
        "The hub that distributes our own feeds (WebSub). They name it, and it is told of every change. Empty means "
        "that readers of our feeds poll.",
        pattern=rf"({WEB_ADDRESS})?",
        shape="an http or https address, or nothing",
        environment=("SVIZHO_HUB_URL",),
    )
    pings_per_minute: int = key(
        60, "Most pings a minute from one token (`/api/v1/ping`) or one address (`/rpc`).", least=1, most=100_000
    )


@dataclass(frozen=True, slots=True)
class Grouping:
    """How articles are gathered into stories."""

    window_hours: int = key(72, "How long a story takes in new articles after its latest one.", least=1, most=720)
    embeddings_url: str = key(
        "",
        "An OpenAI-compatible service that turns texts into vectors, by its base address such as "
        "`http://127.0.0.1:8080/v1`. Empty means the encoder bundled with Svizho; where that cannot be installed "
        "either, articles are grouped by words alone.",
        pattern=rf"({WEB_ADDRESS})?",
        shape="an http or https address, or nothing",
        environment=("SVIZHO_EMBEDDINGS_URL",),
    )
    embeddings_model: str = key("", "The model to name in requests to `embeddings_url`.")
    embeddings_key: str = key("", "The key to send with requests to `embeddings_url`.", private=True)


@dataclass(frozen=True, slots=True)
class Comments:
    """Readers' talk under stories (docs/comments.md)."""

    mode: str = key(
        "first",
        "How comments come to the page: at once (`open`), at once from those who had one published before (`first`), "
        "after a moderator looked (`premoderated`), or not at all (`closed`). Screening holds doubtful ones in any.",
        choices=("open", "first", "premoderated", "closed"),
    )
    section_modes: tuple[str, ...] = key(
        (),
        "Modes of sections that differ, each as `slug=mode`. The desk may set one for a single story.",
        pattern=r"[a-z][a-z0-9-]{0,39}=(open|first|premoderated|closed)",
        shape="slug=mode, such as politics=premoderated",
    )
    close_after_days: int = key(
        30, "Days after a story's last report when its talk closes. 0 means never.", least=0, most=3650
    )
    edit_minutes: int = key(15, "How long a reader may change a comment.", least=0, most=1440)
    most_chars: int = key(3000, "The longest comment, in characters.", least=100, most=10_000)
    address_days: int = key(
        14,
        "Days for which a keyed hash of a commenter's address is kept, against floods. The address itself never is.",
        least=1,
        most=90,
    )
    banned_words: tuple[str, ...] = key(
        (), "Words that refuse a comment, besides those that ship with Svizho; `*` at the end stands for any ending."
    )
    suspect_words: tuple[str, ...] = key((), "Words that hold a comment for a moderator, written in the same way.")


@dataclass(frozen=True, slots=True)
class Engine:
    """How much of the machine `svizho run` uses."""

    lanes: int = key(0, "Worker processes. 0 means one for each processor core.", least=0, most=64)


@dataclass(frozen=True, slots=True)
class Web:
    """The web server."""

    host: str = key(
        "127.0.0.1",
        "The address to listen on: `127.0.0.1` for this machine alone, `0.0.0.0` for all networks.",
    )
    port: int = key(8000, "The port to listen on.", least=1, most=65535)
    allowed_hosts: tuple[str, ...] = key(
        (),
        "Host names the site answers to, besides that of `base_url` and this machine's own. "
        "`.news.example` stands for a domain with all below it.",
    )
    secret_key: str = key(
        "",
        "The secret that signs sessions and forms. Empty means one made at the first start and kept in "
        "the data folder; set it when several machines serve one site.",
        pattern=r"(.{32,})?",
        shape="at least 32 characters, or nothing",
        private=True,
    )
    trusted_proxies: tuple[str, ...] = key(
        (),
        "Addresses or networks of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` headers are "
        "believed. Those of everybody else are dropped.",
        pattern=r"[0-9A-Fa-f:.]+(/\d{1,3})?",
        shape="an address or a network, such as 127.0.0.1 or 10.0.0.0/8",
    )
    cache_megabytes: int = key(
        64,
        "Memory for finished pages, compressed: about 150 pages a megabyte. 0 makes every page anew for every reader.",
        least=0,
        most=4096,
    )


@dataclass(frozen=True, slots=True)
class Data:
    """Where Svizho keeps what it must not lose."""

    folder: Path = key(
        Path("svizho-data"),
        "The folder of the database, the secret key and kept files. A relative path counts from "
        "`svizho.toml`, or from the current folder where there is none.",
        environment=("SVIZHO_DATA",),
    )


@dataclass(frozen=True, slots=True)
class Database:
    """Which PostgreSQL is used."""

    url: str = key(
        "",
        "A PostgreSQL of your own, as `postgresql://user:password@host:port/name`. Empty means the one "
        "that Svizho brings along and keeps in the data folder.",
        pattern=r"(postgres(ql)?://\S*)?",
        shape="an address that starts with postgresql://, or nothing",
        environment=("DATABASE_URL",),
        private=True,
    )


# IPTC Media Topics, top level (https://iptc.org/standards/media-topics/); world news is no topic of theirs.
DEFAULT_SECTIONS = (
    Section("politics", Words("Політика", (("en", "Politics"),)), "11000000"),
    Section("world", Words("Світ", (("en", "World"),)), ""),
    Section("economy", Words("Економіка", (("en", "Economy"),)), "04000000"),
    Section("society", Words("Суспільство", (("en", "Society"),)), "14000000"),
    Section("science", Words("Наука й техніка", (("en", "Science & Tech"),)), "13000000"),
    Section("culture", Words("Культура", (("en", "Culture"),)), "01000000"),
    Section("sport", Words("Спорт", (("en", "Sport"),)), "15000000"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one Svizho, checked. `origin` is the file they were read from, if any."""

    site: Site = field(default_factory=Site)
    sections: tuple[Section, ...] = DEFAULT_SECTIONS
    sources: Sources = field(default_factory=Sources)
    fetching: Fetching = field(default_factory=Fetching)
    pacing: Pacing = field(default_factory=Pacing)
    push: Push = field(default_factory=Push)
    grouping: Grouping = field(default_factory=Grouping)
    comments: Comments = field(default_factory=Comments)
    engine: Engine = field(default_factory=Engine)
    web: Web = field(default_factory=Web)
    data: Data = field(default_factory=Data)
    database: Database = field(default_factory=Database)
    origin: Path | None = None

    def section(self, slug: str) -> Section | None:
        """Find a section by its slug."""
        return next((section for section in self.sections if section.slug == slug), None)


# Table name in svizho.toml -> its class. `section` is an array of tables and read on its own.
TABLES: dict[str, type[Any]] = {
    "site": Site,
    "sources": Sources,
    "fetching": Fetching,
    "pacing": Pacing,
    "push": Push,
    "grouping": Grouping,
    "comments": Comments,
    "engine": Engine,
    "web": Web,
    "data": Data,
    "database": Database,
}


def table_names() -> Iterator[str]:
    """Name the tables of `svizho.toml` in the order in which they are documented."""
    for name in TABLES:
        yield name
        if name == "site":
            yield "section"

"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from svizho.web.syndication import TYPES
from svizho.web.views import (
    about,
    article,
    feeds,
    front,
    install,
    lists,
    machine,
    mine,
    modlog,
    photos,
    pictures,
    search,
    sitemaps,
    source,
    speaker,
    story,
    subscribing,
    talk,
    world,
)


class Kind(StringConverter):
    """A format of our feeds."""

    regex = "|".join(TYPES)


register_converter(Kind, "kind")

# Each of these stands once per language of the site: without a prefix, and under /en/.
pages = [
    path("", front.front, name="front"),
    path("latest", lists.latest, name="latest"),
    path("my", mine.mine, name="mine"),
    path("search", search.search, name="search"),
    path("opensearch.xml", search.opensearch, name="opensearch"),
    path("sources", source.sources, name="sources"),
    path("about", about.about, name="about"),
    path("about/freshness", about.freshness, name="freshness"),
    path("privacy", about.privacy, name="privacy"),
    path("map", world.world, name="map"),
    path("speaker/<slug:slug>", speaker.speaker, name="speaker"),
    path("feeds", subscribing.subscribe, name="feeds"),
    path("manifest.webmanifest", install.manifest, name="manifest"),
    path("offline", install.offline, name="offline"),
    path("card.png", pictures.of_site, name="card"),
    path("story/<int:number>/card.png", pictures.of_story, name="story-card"),
    # Whoever names no format gets RSS.
    path("feed.rss", feeds.all_news, {"kind": "rss"}, name="feed"),
    path("feed.<kind:kind>", feeds.all_news, name="feed"),
    path("search/feed.<kind:kind>", feeds.of_search, name="search-feed"),
    path("story/<int:number>/feed.<kind:kind>", feeds.of_story, name="story-feed"),
    path("speaker/<slug:slug>/feed.<kind:kind>", feeds.of_speaker, name="speaker-feed"),
    path("story/<int:number>", story.story, name="story-short"),
    path("story/<int:number>-<slug:slug>", story.story, name="story"),
    path("article/<int:number>", article.article, name="article-short"),
    path("article/<int:number>-<slug:slug>", article.article, name="article"),
    path("source/<slug:slug>", source.source, name="source"),
    path("source/<slug:slug>/feed.rss", feeds.of_source, {"kind": "rss"}, name="source-feed"),
    path("source/<slug:slug>/feed.<kind:kind>", feeds.of_source, name="source-feed"),
    path("comments/", talk.rules, name="comments"),
    path("comments/log", modlog.moderation_log_page, name="moderation-log"),
    path("comments/say", talk.say_comment, name="say"),
    path("comments/write", talk.write, name="write"),
    path("comments/<int:number>", talk.comment, name="comment"),
    path("comments/<int:number>/flag", talk.flag_comment, name="flag"),
    path("comments/mine/<int:number>", talk.mine, name="my-comment"),
    path("comments/mine/<int:number>/change", talk.change_mine, name="change-comment"),
    path("<slug:slug>/", lists.section, name="section"),
    path("<slug:slug>/feed.rss", feeds.of_section, {"kind": "rss"}, name="section-feed"),
    path("<slug:slug>/feed.<kind:kind>", feeds.of_section, name="section-feed"),
]

# Each of these stands once.
machines = [
    path("health", machine.health, name="health"),
    path("metrics", machine.metrics, name="metrics"),
    path("photo/<int:number>-<slug:digest>-<slug:size>.webp", photos.photo, name="photo"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("news-sitemap.xml", sitemaps.of_news, name="news-sitemap"),
    path("sitemaps/pages.xml", sitemaps.of_pages, name="sitemap-pages"),
    path("sitemaps/stories-<int:number>.xml", sitemaps.of_stories, name="sitemap-stories"),
    path("sources.opml", subscribing.opml, name="opml"),
    path("sw.js", install.worker, name="worker"),
    path("favicon.ico", machine.favicon, name="favicon"),
]

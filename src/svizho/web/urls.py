"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from svizho.web.views import (
    about,
    article,
    feeds,
    front,
    lists,
    machine,
    mine,
    modlog,
    search,
    source,
    speaker,
    story,
    talk,
    world,
)

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
    path("feed.rss", feeds.all_news, name="feed"),
    path("story/<int:number>", story.story, name="story-short"),
    path("story/<int:number>-<slug:slug>", story.story, name="story"),
    path("article/<int:number>", article.article, name="article-short"),
    path("article/<int:number>-<slug:slug>", article.article, name="article"),
    path("source/<slug:slug>", source.source, name="source"),
    path("source/<slug:slug>/feed.rss", feeds.of_source, name="source-feed"),
    path("comments/", talk.rules, name="comments"),
    path("comments/log", modlog.moderation_log_page, name="moderation-log"),
    path("comments/say", talk.say_comment, name="say"),
    path("comments/write", talk.write, name="write"),
    path("comments/<int:number>", talk.comment, name="comment"),
    path("comments/<int:number>/flag", talk.flag_comment, name="flag"),
    path("comments/mine/<int:number>", talk.mine, name="my-comment"),
    path("comments/mine/<int:number>/change", talk.change_mine, name="change-comment"),
    path("<slug:slug>/", lists.section, name="section"),
    path("<slug:slug>/feed.rss", feeds.of_section, name="section-feed"),
]

# Each of these stands once.
machines = [
    path("health", machine.health, name="health"),
    path("metrics", machine.metrics, name="metrics"),
    path("robots.txt", machine.robots, name="robots"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("favicon.ico", machine.favicon, name="favicon"),
]

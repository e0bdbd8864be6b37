"""Figures of the site for Prometheus, counted when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from svizho.articles.queries import count_by_stage
from svizho.records.queries import last_update
from svizho.sources.queries import feeds_by_grade
from svizho.stories.queries import count_by_state


class NewsCollector(Collector):
    """Counts articles, stories and feeds in the database (four queries)."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give one family of gauges for each noun."""
        articles = GaugeMetricFamily("svizho_articles", "Articles by stage of the journey.", labels=["stage"])
        for stage, count in count_by_stage().items():
            articles.add_metric([stage], count)
        stories = GaugeMetricFamily("svizho_stories", "Stories by state.", labels=["state"])
        for state, count in count_by_state().items():
            stories.add_metric([state], count)
        feeds = GaugeMetricFamily("svizho_feeds", "Feeds by grade of their last failure.", labels=["failure"])
        for grade, count in feeds_by_grade().items():
            feeds.add_metric([grade or "none"], count)
        yield from (articles, stories, feeds)
        update = last_update()
        changed = update.at.timestamp() if update else 0
        yield GaugeMetricFamily("svizho_last_change_seconds", "When the site last changed.", value=changed)


def measured() -> bytes:
    """Write all figures: this process's own (readers of the live stream, memory) and the news in the database."""
    news = CollectorRegistry()
    news.register(NewsCollector())
    return generate_latest(REGISTRY) + generate_latest(news)

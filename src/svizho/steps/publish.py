"""Step 7: work out what each story looks like to the public now, keep it, and announce it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from svizho.articles.models import Article
from svizho.ranking import is_breaking, score
from svizho.steps.deed import Think
from svizho.steps.shaping import facts_of, publish_now, terms_of
from svizho.steps.workbench import Workbench
from svizho.stories.actions import keep_standing
from svizho.stories.facts import active_stories, placements_of, stories_of
from svizho.stories.models import Story

# Older stories keep the rank they have: what happened before this moves no front page.
RANK_MOVES = timedelta(hours=48)


def publish_stories(articles: Sequence[Article], bench: Workbench) -> Iterator[tuple[Article, Think]]:
    """Publish the stories of a batch, each once; its articles go on together with it."""
    arrived = {article.pk: article for article in articles}
    for story in stories_of(list(arrived)):
        rows = placements_of(story)
        fresh = [arrived.pop(row.article_id) for row in rows if row.article_id in arrived]
        for index, article in enumerate(fresh):
            # The first article of a story carries the publishing; the others find it done.
            last = index == len(fresh) - 1
            yield (
                article,
                lambda story=story, fresh=fresh, last=last: (  # type: ignore[misc]
                    lambda: _publish(story, fresh, bench) if last else None
                ),
            )


def _publish(story: Story, fresh: Sequence[Article], bench: Workbench) -> None:
    languages = bench.settings.site.languages
    publish_now(story, placements_of(story), grew_by=fresh, now=bench.now(), languages=languages)


def rank_again(bench: Workbench) -> int:
    """Give the active stories the rank that this moment gives them; says how many changed."""
    now = bench.now()
    changed = 0
    for story in active_stories(now, within=RANK_MOVES):
        facts = facts_of(story, placements_of(story))
        standing, breaking = score(facts, now=now), is_breaking(facts, now=now)
        if abs(standing.score - story.score) > 1e-3 or breaking != story.breaking:
            keep_standing(story.pk, score=standing.score, standing=terms_of(standing), breaking=breaking)
            changed += 1
    return changed

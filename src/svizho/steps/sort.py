"""Step 5: find the language of an article and the sections it belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from svizho.articles.actions import Sorting, keep_sorting
from svizho.articles.models import Article, Entry, Vector
from svizho.sorting import Evidence, Filing, file_under, identify_language
from svizho.steps.deed import Write
from svizho.steps.workbench import Workbench

# Characters of text that language and section are told from; more changes neither.
ENOUGH = 2000


def sort_article(article: Article, bench: Workbench) -> Write:
    """Identify language and sections from text, feed categories, address and meaning."""
    entries = list(Entry.objects.filter(article=article).select_related("feed__source"))
    site = bench.settings.site
    guess = identify_language(
        f"{article.title}\n{article.text[:ENOUGH]}",
        languages=site.read_languages,
        declared=_declared(entries),
    )
    meaning = Vector.objects.filter(article=article).first()
    filing = file_under(
        Evidence(
            title=article.title,
            text=article.text[:ENOUGH],
            language=guess.language,
            categories=tuple({category for entry in entries for category in entry.categories}),
            url=article.link,
            vector=whole_vector(meaning) if meaning else None,
            encoder=meaning.encoder if meaning else "",
            home_country=site.country,
        )
    )
    sorting = Sorting(guess.language, guess.confidence, _known(filing, bench), _reason(filing), filing.not_news)
    return lambda: keep_sorting(article, sorting)


def _declared(entries: list[Entry]) -> str:
    """Say which language the entry, its feed or its source claims, the nearest claim first."""
    claims = [claim for e in entries for claim in (e.language, e.feed.language, e.feed.source.language)]
    return next((claim for claim in claims if claim), "")


def _known(filing: Filing, bench: Workbench) -> tuple[str, ...]:
    """Keep the sections that the owner's paper has."""
    slugs = {section.slug for section in bench.settings.sections}
    return tuple(guess.section for guess in filing.sections if guess.section in slugs)


def _reason(filing: Filing) -> dict[str, object]:
    return {guess.section: {"confidence": round(guess.confidence, 3), "why": guess.why} for guess in filing.sections}


def whole_vector(meaning: Vector) -> NDArray[np.float32]:
    """Give the vector of an article's meaning: title and lead together, unit length."""
    whole = np.frombuffer(bytes(meaning.title), dtype=np.float16).astype(np.float32)
    if meaning.body:
        whole = whole + np.frombuffer(bytes(meaning.body), dtype=np.float16).astype(np.float32)
    length = float(np.linalg.norm(whole))
    return (whole / length).astype(np.float32) if length > 0 else whole

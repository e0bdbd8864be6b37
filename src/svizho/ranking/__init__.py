"""Ranking: what stands first, and why, in terms that a reader may see."""

from svizho.ranking.scoring import PinKind, ReportFacts, Standing, StoryFacts, Term, is_breaking, score

__all__ = ["PinKind", "ReportFacts", "Standing", "StoryFacts", "Term", "is_breaking", "score"]

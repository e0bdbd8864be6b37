"""Grouping: reports of one event become one story; every placing says why, and may be taken back."""

from svizho.grouping.grouper import Grouper
from svizho.grouping.leads import LeadCandidate, choose_lead
from svizho.grouping.reasons import Reason
from svizho.grouping.values import Decision, Proposal, Report

__all__ = ["Decision", "Grouper", "LeadCandidate", "Proposal", "Reason", "Report", "choose_lead"]

"""Weights, runs and what they gave, releases and what they froze."""

from scoring.models.audit import AuditPackage
from scoring.models.ranking import AreaResult, RankingRow, Winner
from scoring.models.release import CorrectionTold, Release, ReleaseConfirmation
from scoring.models.release_proposal import ReleaseProposal
from scoring.models.released import (
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
)
from scoring.models.run import Run, RunInput
from scoring.models.run_points import RunPoints
from scoring.models.run_step import RunStep
from scoring.models.score import Score
from scoring.models.seal_break import SealBreak
from scoring.models.weight_decision import WeightApproval, WeightProposal
from scoring.models.weight_draft import WeightDraft
from scoring.models.weight_set import WeightSet

__all__ = [
    "AreaResult",
    "AuditPackage",
    "CorrectionTold",
    "RankingRow",
    "Release",
    "ReleaseConfirmation",
    "ReleaseProposal",
    "ReleasedArea",
    "ReleasedCompetitor",
    "ReleasedContact",
    "ReleasedRanking",
    "ReleasedWinner",
    "Run",
    "RunInput",
    "RunPoints",
    "RunStep",
    "Score",
    "SealBreak",
    "WeightApproval",
    "WeightDraft",
    "WeightProposal",
    "WeightSet",
    "Winner",
]

"""The words of fieldwork, each a choice with its label."""

from evaluations.enums.attachments import (
    AttachmentFault,
    AttachmentKind,
    AttachmentState,
    RecordingBasis,
)
from evaluations.enums.attempts import AttemptEnding, AttemptFlag, AttemptOutcome
from evaluations.enums.calibration import (
    AgreementFigure,
    CalibrationNotice,
    CalibrationRefusal,
    CalibrationState,
    LeastAgreement,
)
from evaluations.enums.certification import FirstStep, SignedText
from evaluations.enums.checklists import CriticalEffect, NotApplicable, QuestionType
from evaluations.enums.clients import ClientLogKind, ClientTie, KeyScope, MemberRole, Package
from evaluations.enums.companies import CompanyActKind
from evaluations.enums.evidence import EvidenceKind
from evaluations.enums.fees import (
    AppealNotice,
    AppealOutcome,
    ExtraKind,
    FeeCause,
    FeeGround,
    FeeState,
    PayRunState,
)
from evaluations.enums.fieldwork import (
    AssigningRule,
    CallNeed,
    CallNotice,
    Channel,
    PlayedBy,
    RelationKind,
    ScenarioReason,
    TestCallState,
)
from evaluations.enums.imports import ImportReason, ImportState
from evaluations.enums.objections import (
    ObjectionNotice,
    ObjectionOutcome,
    ObjectionReason,
    ObjectionState,
    Remedy,
)
from evaluations.enums.planning import PlanNotice, PlanObstacle, PlanRefusal, PlanState
from evaluations.enums.reports import (
    EvaluationState,
    HalfDay,
    PreviewState,
    ReviewDecision,
    ReviewFlag,
    ReviewList,
    ReviewReason,
)
from evaluations.enums.roster import (
    Admitted,
    ApplicationNotice,
    ApplicationState,
    Having,
    ShopperNotice,
    Week,
    WhyDeclined,
)
from evaluations.enums.screening import FlagAct, FlagKind
from evaluations.enums.setting_up import ConfirmedBy

__all__ = [
    "Admitted",
    "AgreementFigure",
    "AppealNotice",
    "AppealOutcome",
    "ApplicationNotice",
    "ApplicationState",
    "AssigningRule",
    "AttachmentFault",
    "AttachmentKind",
    "AttachmentState",
    "AttemptEnding",
    "AttemptFlag",
    "AttemptOutcome",
    "CalibrationNotice",
    "CalibrationRefusal",
    "CalibrationState",
    "CallNeed",
    "CallNotice",
    "Channel",
    "ClientLogKind",
    "ClientTie",
    "CompanyActKind",
    "ConfirmedBy",
    "CriticalEffect",
    "EvaluationState",
    "EvidenceKind",
    "ExtraKind",
    "FeeCause",
    "FeeGround",
    "FeeState",
    "FirstStep",
    "FlagAct",
    "FlagKind",
    "HalfDay",
    "Having",
    "ImportReason",
    "ImportState",
    "KeyScope",
    "LeastAgreement",
    "MemberRole",
    "NotApplicable",
    "ObjectionNotice",
    "ObjectionOutcome",
    "ObjectionReason",
    "ObjectionState",
    "Package",
    "PayRunState",
    "PlanNotice",
    "PlanObstacle",
    "PlanRefusal",
    "PlanState",
    "PlayedBy",
    "PreviewState",
    "QuestionType",
    "RecordingBasis",
    "RelationKind",
    "Remedy",
    "ReviewDecision",
    "ReviewFlag",
    "ReviewList",
    "ReviewReason",
    "ScenarioReason",
    "ShopperNotice",
    "SignedText",
    "TestCallState",
    "Week",
    "WhyDeclined",
]

"""Facts of fieldwork, and the constraints that hold them."""

from evaluations.models.api_key import ApiKey
from evaluations.models.appeal import Appeal, AppealDecision
from evaluations.models.application import Application
from evaluations.models.application_door import ApplicationDoor
from evaluations.models.attachment import Attachment, AttachmentReading
from evaluations.models.attempt import Attempt, LateAttempt
from evaluations.models.calibration import (
    Calibration,
    CalibrationCase,
    CalibrationRater,
    CaseRating,
    MasterRating,
    RatingDraft,
)
from evaluations.models.calibration_result import (
    CalibrationFigure,
    CalibrationResult,
    CalibrationRetry,
    CalibrationWaiver,
)
from evaluations.models.call_message import CallMessage, SettledMessage
from evaluations.models.case_sound import CaseSound
from evaluations.models.certification import Briefing, Signature
from evaluations.models.chase import Chase
from evaluations.models.checklist import Checklist, ChecklistVersion
from evaluations.models.client import (
    Client,
    ClientCompany,
    ClientMember,
    ClientPackage,
    PackageCompetitor,
)
from evaluations.models.client_log import ClientLogEntry
from evaluations.models.company import Category, Company
from evaluations.models.contact_point import ContactPointConfirmation
from evaluations.models.evaluation import Evaluation
from evaluations.models.evaluation_event import EvaluationEvent, TestCallEvent
from evaluations.models.fee import Fee, FeeApproval
from evaluations.models.field_act import FieldAct, FieldActCall
from evaluations.models.importing import Import, ImportProblem
from evaluations.models.objection import (
    Objection,
    ObjectionDecision,
    ObjectionWithdrawal,
    TimeDisclosure,
)
from evaluations.models.participation import (
    Participation,
    ParticipationChannel,
    RecordingDecision,
)
from evaluations.models.participation_act import ParticipationAct
from evaluations.models.pay_extra import PayExtra, PayExtraDecision
from evaluations.models.pay_run import PayLine, PayRun
from evaluations.models.plan import PlanDraft, PlannedCall
from evaluations.models.points import Points
from evaluations.models.points_cell import PointsCell, PointsCheck
from evaluations.models.preview import PreviewedContact
from evaluations.models.programme import Programme
from evaluations.models.programme_start import ProgrammeStart
from evaluations.models.recognition import Recognition
from evaluations.models.relation import Admission, Relation, RelationDecision, Withdrawal
from evaluations.models.report import CommentModeration, Draft, Remark, RivalSubmission, Submission
from evaluations.models.review_verdict import ReviewVerdict
from evaluations.models.scenario import Scenario
from evaluations.models.screening import FlagDismissal, ProgrammeScreening, ScreeningFlag
from evaluations.models.shopper_note import ShopperNote
from evaluations.models.test_call import TestCall

__all__ = [
    "Admission",
    "ApiKey",
    "Appeal",
    "AppealDecision",
    "Application",
    "ApplicationDoor",
    "Attachment",
    "AttachmentReading",
    "Attempt",
    "Briefing",
    "Calibration",
    "CalibrationCase",
    "CalibrationFigure",
    "CalibrationRater",
    "CalibrationResult",
    "CalibrationRetry",
    "CalibrationWaiver",
    "CallMessage",
    "CaseRating",
    "CaseSound",
    "Category",
    "Chase",
    "Checklist",
    "ChecklistVersion",
    "Client",
    "ClientCompany",
    "ClientLogEntry",
    "ClientMember",
    "ClientPackage",
    "CommentModeration",
    "Company",
    "ContactPointConfirmation",
    "Draft",
    "Evaluation",
    "EvaluationEvent",
    "Fee",
    "FeeApproval",
    "FieldAct",
    "FieldActCall",
    "FlagDismissal",
    "Import",
    "ImportProblem",
    "LateAttempt",
    "MasterRating",
    "Objection",
    "ObjectionDecision",
    "ObjectionWithdrawal",
    "PackageCompetitor",
    "Participation",
    "ParticipationAct",
    "ParticipationChannel",
    "PayExtra",
    "PayExtraDecision",
    "PayLine",
    "PayRun",
    "PlanDraft",
    "PlannedCall",
    "Points",
    "PointsCell",
    "PointsCheck",
    "PreviewedContact",
    "Programme",
    "ProgrammeScreening",
    "ProgrammeStart",
    "RatingDraft",
    "Recognition",
    "RecordingDecision",
    "Relation",
    "RelationDecision",
    "Remark",
    "ReviewVerdict",
    "RivalSubmission",
    "Scenario",
    "ScreeningFlag",
    "SettledMessage",
    "ShopperNote",
    "Signature",
    "Submission",
    "TestCall",
    "TestCallEvent",
    "TimeDisclosure",
    "Withdrawal",
]

"""Every table that holds a shopper is read out for her, or stands here with the reason why not."""

from django.apps import apps
from django.db import models

from shoppers.models import Shopper, User
from shoppers.services.own_data import parts

# Steps of those who run the award; a shopper takes none of them. And what is no fact about her.
NOT_ABOUT_HER = {
    "evaluations.ApiKey": "who issued and revoked a client's key",
    "evaluations.ApplicationDoor": "which coordinator takes applications or takes none",
    "evaluations.Briefing": "who published how a programme's calls are made",
    "evaluations.Calibration": "which coordinator prepared, opened and closed a session",
    "evaluations.CalibrationCase": "who says that a case was made for calibration",
    "evaluations.CalibrationRetry": "which coordinator had a session's figures computed again",
    "evaluations.CaseSound": "which coordinator sent the sound of an acted call",
    "evaluations.Chase": "that a mail told of a call's day; her calls and mails are read out",
    "evaluations.ClientLogEntry": "who noted something about a client",
    "evaluations.ClientMember": "members of clients are never shoppers",
    "evaluations.FieldAct": "which coordinator acted upon many calls at once",
    "evaluations.FieldActCall": "her calls and their steps are read out; this groups them",
    "evaluations.Import": "who read a file in",
    "evaluations.ContactPointConfirmation": "who noted where a company is reached",
    "evaluations.ProgrammeStart": "who started a year",
    "evaluations.MasterRating": "which coordinator stands for a case's answers",
    "evaluations.Objection": "a company's word about a contact; who filed it is a client's",
    "evaluations.ObjectionDecision": "who answered a client; what came of it is read out",
    "evaluations.ObjectionWithdrawal": "who took a client's objection back",
    "evaluations.ParticipationAct": "who noted what happened to a company",
    "evaluations.PayRun": "who made, approved and paid a pay run; its lines about her are read out",
    "evaluations.PlanDraft": "who asked for a plan and who started it",
    "evaluations.PlannedCall": "whom a plan thinks of; what she is offered of it is read out",
    "evaluations.Points": "what answers are worth: of the company, and never for shoppers' eyes",
    "evaluations.Programme": "in whose name offers expire",
    "evaluations.RecordingDecision": "who allowed or stopped recordings of calls with a company",
    "evaluations.TimeDisclosure": "who told a client when a contact was",
    "otp_static.StaticToken": "recovery codes, of which only digests would be left to tell",
    "scoring.AuditPackage": "who gave an auditor a ranking; shoppers have made names in it",
    "scoring.Release": "who proposed a release",
    "scoring.ReleaseConfirmation": "who confirmed a release",
    "scoring.ReleaseProposal": "who asked for a release",
    "scoring.Run": "who planned a run",
    "scoring.RunInput": "which evaluations a run counted",
    "scoring.WeightApproval": "who approved the weights of a programme",
    "scoring.WeightDraft": "who asked for the weights of a programme",
    "scoring.WeightProposal": "who proposed the weights of a programme",
    "shoppers.QualificationVersion": "who published what a test asks; her tries are read out",
    "surveys.ExpectationSurvey": "who opened a survey; her answers are read out",
}


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    return {
        field.related_model
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    }


def test_every_table_that_holds_a_shopper_is_read_out_or_excused() -> None:
    covered = set().union(*(part.models for part in parts()))
    held = covered | {Shopper, User}
    found = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model not in covered and model._meta.managed and _targets(model) & held
    }

    assert found == set(NOT_ABOUT_HER)


def test_nothing_is_covered_twice() -> None:
    every = [model for part in parts() for model in part.models]

    assert len(every) == len(set(every))

"""A shopper's report: read, drafted and handed in under the id that her phone gave it."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from evaluations.api.answers import HandedIn, HeldReport, Receipt, SavedDraft
from evaluations.api.base import ShopperView, answer, body_digest, by_of, posted, refused
from evaluations.api.description import described
from evaluations.api.documents import DraftDocument, ReportDocument, changed_fields
from evaluations.api.operations import HAND_IN, READ_REPORT, SAVE_DRAFT
from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, Submission, TestCall
from evaluations.queries.reports.held_words import (
    devices_of,
    filled_in_last,
    held_texts,
    revision_of,
    text_digest,
)
from evaluations.services.calls.attempts import AttemptRefused
from evaluations.services.calls.calling import NotYours
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.drafting import DraftChanged, ReportRefused, save_draft
from evaluations.services.reports.handing_in import AnotherForm, hand_in
from shoppers.models import User


class ReportView(ShopperView):
    """One report, whole."""

    @described(READ_REPORT)
    def get(self, request: Request, evaluation: uuid.UUID) -> HttpResponse:
        """What is filled in and how far it has come; nothing of what it is worth."""
        return answer(_report(own_report(by_of(request), evaluation)), HTTPStatus.OK)

    @described(HAND_IN)
    def put(self, request: Request, evaluation: uuid.UUID) -> HttpResponse:
        """Hand the whole form in: the same twice gives the same receipt, another is a 409."""
        by, document = by_of(request), posted(request, ReportDocument)
        try:
            done = hand_in(key=evaluation, form=document.form(), by=by)
        except (TestCall.DoesNotExist, NotYours):
            raise Http404 from None
        except AnotherForm as error:
            raise refused(
                error, HTTPStatus.CONFLICT, stands=error.stands, sent=error.sent
            ) from None
        except DraftChanged as error:
            raise _changed(error, own_report(by, evaluation), error.keys) from None
        except StateChanged as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        except (ReportRefused, AttemptRefused) as error:
            raise refused(error, HTTPStatus.UNPROCESSABLE_ENTITY) from None
        status = HTTPStatus.CREATED if done.is_new else HTTPStatus.OK
        # The phone drops its copy only where this is the sha256 of what it sent.
        told: HandedIn = {**_receipt(done.receipt), "body_hash": body_digest(request)}
        return answer(told, status)


class DraftView(ShopperView):
    """What has been typed so far, question by question."""

    @described(SAVE_DRAFT)
    def patch(self, request: Request, evaluation: uuid.UUID) -> HttpResponse:
        """Keep what is new; a question that was answered otherwise elsewhere is a 409."""
        report = own_report(by_of(request), evaluation)
        document = posted(request, DraftDocument)
        try:
            saved = save_draft(
                evaluation=report,
                changes=document.changes(),
                by=by_of(request),
                seen=document.had_before_her(),
            )
        except DraftChanged as error:
            raise _changed(error, report, changed_fields(document)) from None
        except StateChanged as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        except ReportRefused as error:
            raise refused(error, HTTPStatus.UNPROCESSABLE_ENTITY) from None
        held = _held(report, changed_fields(document))
        told: SavedDraft = {"revision": saved.draft.revision, "held": held}
        return answer(told, HTTPStatus.OK)


def own_report(by: User, key: uuid.UUID) -> Evaluation:
    """Her report with this id. Raises Http404 when it is nobody's or somebody else's."""
    found = (
        Evaluation.objects.filter(pk=key, test_call__shopper__user=by)
        .select_related(
            "draft",
            "checklist_version",
            "test_call__participation__programme",
            "test_call__participation__company",
            "test_call__scenario",
            "test_call__shopper",
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def _report(report: Evaluation) -> HeldReport:
    filled = filled_in_last(report)
    return {
        "id": str(report.pk),
        "test_call": str(report.test_call_id),
        "state": str(EvaluationState(report.state).as_shopper_sees_it),
        "checklist": {
            "key": report.checklist_version.checklist.key,
            "version": report.checklist_version.version,
        },
        "revision": revision_of(report),
        "answered": filled.answered,
        "answers": filled.answers,
        "comments": filled.comments,
        "beside": filled.beside,
        "receipts": [_receipt(each) for each in report.submissions.order_by("number")],
    }


def _receipt(receipt: Submission) -> Receipt:
    return {
        "evaluation": str(receipt.evaluation_id),
        "number": receipt.number,
        "received_at": receipt.received_at.isoformat(),
        "content_hash": receipt.content_hash,
        "form_hash": receipt.form_hash,
    }


def _held(report: Evaluation, keys: list[str]) -> dict[str, str]:
    texts = held_texts(filled_in_last(report))
    return {key: text_digest(texts.get(key, "")) for key in keys}


def _changed(error: DraftChanged, report: Evaluation, keys: Any) -> Any:
    report.refresh_from_db()
    filled = filled_in_last(report)
    texts, devices = held_texts(filled), devices_of(filled)
    values = {key: texts.get(key, "") for key in keys}
    said_on = {key: devices[key] for key in keys if key in devices}
    held = _held(report, list(keys))
    told = {"held": held, "values": values, "said_on": said_on, "revision": revision_of(report)}
    return refused(error, HTTPStatus.CONFLICT, **told)

"""Addresses."""

from django.urls import URLPattern, URLResolver, include, path

from evaluations.web.views.clients.api_keys import own_keys, revoke_own_key
from evaluations.web.views.imports.import_problems import import_problems
from evaluations.web.views.imports.imports import import_page, import_progress, imports
from evaluations.web.views.objections.objections import objection, objections, tell_contact_time
from evaluations.web.views.objections.own_objections import (
    object_to_contact,
    own_objection,
    own_objections,
    withdraw_objection,
)
from evaluations.web.views.objections.previews import preview, preview_contact
from evaluations.web.views.phone import service_worker, web_manifest
from evaluations.web.views.reports.attachments import attachment
from evaluations.web.views.review.reopening import reopen_report
from evaluations.web.views.review.review import review
from evaluations.web.views.review.review_comments import moderate_comment
from evaluations.web.views.review.review_decisions import approve_report, reject_report, send_back
from evaluations.web.views.review.review_flags import settle_flag
from evaluations.web.views.review.review_queue import review_queue
from evaluations.web.views.review.taking_back import take_back

_REVIEW = "desk/review/<uuid:evaluation>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sw.js", service_worker, name="service_worker"),
    path("manifest.webmanifest", web_manifest, name="web_manifest"),
    path("my-calls/", include("evaluations.web.my_calls_urls")),
    path("my-calibrations/", include("evaluations.web.my_calibrations_urls")),
    path("join/", include("evaluations.web.join_urls")),
    path("desk/", include("evaluations.web.fieldwork_urls")),
    path("desk/", include("evaluations.web.setting_up_urls")),
    path("desk/imports/", imports, name="imports"),
    path("desk/imports/<uuid:import_id>/", import_page, name="import"),
    path("desk/imports/<uuid:import_id>/progress/", import_progress, name="import_progress"),
    path("desk/problems/", import_problems, name="import_problems"),
    path("desk/", include("evaluations.web.pay_urls")),
    path("desk/shoppers/", include("evaluations.web.roster_urls")),
    path("desk/review/objections/", objections, name="objections"),
    path("desk/review/objections/<uuid:evaluation>/", objection, name="objection"),
    path(
        "desk/review/objections/<uuid:objection>/time/",
        tell_contact_time,
        name="tell_contact_time",
    ),
    path("desk/review/", review_queue, name="review_queue"),
    path(_REVIEW, review, name="review"),
    path(f"{_REVIEW}return/", send_back, name="send_back"),
    path(f"{_REVIEW}approve/", approve_report, name="approve_report"),
    path(f"{_REVIEW}reject/", reject_report, name="reject_report"),
    path(f"{_REVIEW}take-back/", take_back, name="take_back"),
    path(f"{_REVIEW}reopen/", reopen_report, name="reopen_report"),
    path(f"{_REVIEW}flags/<int:flag>/", settle_flag, name="settle_flag"),
    path(f"{_REVIEW}comments/<slug:comment>/", moderate_comment, name="moderate_comment"),
    path("attachments/<uuid:attachment>/", attachment, name="attachment"),
    path("clients/", include("evaluations.web.client_urls")),
    path("client/preview/<slug:year>/", preview, name="preview"),
    path(
        "client/preview/<slug:year>/contacts/<uuid:contact>/",
        preview_contact,
        name="preview_contact",
    ),
    path(
        "client/preview/<slug:year>/contacts/<uuid:contact>/object/",
        object_to_contact,
        name="object_to_contact",
    ),
    path("client/objections/", own_objections, name="own_objections"),
    path("client/objections/<uuid:objection>/", own_objection, name="own_objection"),
    path(
        "client/objections/<uuid:objection>/withdraw/",
        withdraw_objection,
        name="withdraw_objection",
    ),
    path("client/keys/", own_keys, name="own_keys"),
    path("client/keys/<uuid:key_id>/revoke/", revoke_own_key, name="revoke_own_key"),
]

"""Addresses of the shopper's API, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from evaluations.api.views.attachments import AttachmentView
from evaluations.api.views.attempts import AttemptView
from evaluations.api.views.openapi import ShoppersOpenApiView
from evaluations.api.views.receipts import ReceiptView
from evaluations.api.views.reports import DraftView, ReportView
from evaluations.web.views.shoppers_api_docs import shoppers_api_docs

# What the OpenAPI document tells of.
operations: list[URLPattern] = [
    path("evaluations/<uuid:evaluation>/", ReportView.as_view(), name="api-report"),
    path("evaluations/<uuid:evaluation>/draft/", DraftView.as_view(), name="api-draft"),
    path(
        "evaluations/<uuid:evaluation>/attachments/<uuid:attachment_key>/",
        AttachmentView.as_view(),
        name="api-attachment",
    ),
    path(
        "expenses/<uuid:expense>/receipts/<uuid:attachment_key>/",
        ReceiptView.as_view(),
        name="api-receipt",
    ),
    path(
        "test-calls/<uuid:call>/attempts/<uuid:attempt_key>/",
        AttemptView.as_view(),
        name="api-attempt",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *operations,
    path("shoppers/schema/", ShoppersOpenApiView.as_view(), name="shoppers-api-schema"),
    path("shoppers/docs/", shoppers_api_docs, name="shoppers-api-docs"),
]

"""Addresses."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.api_keys import (
    client_keys,
    own_keys,
    revoke_client_key,
    revoke_own_key,
)
from evaluations.web.views.clients import clients
from evaluations.web.views.import_problems import import_problems
from evaluations.web.views.imports import import_page, import_progress, imports
from evaluations.web.views.my_calls import my_calls

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-calls/", my_calls, name="my_calls"),
    path("desk/imports/", imports, name="imports"),
    path("desk/imports/<uuid:import_id>/", import_page, name="import"),
    path("desk/imports/<uuid:import_id>/progress/", import_progress, name="import_progress"),
    path("desk/problems/", import_problems, name="import_problems"),
    path("clients/", clients, name="clients"),
    path("clients/<uuid:client_id>/keys/", client_keys, name="client_keys"),
    path(
        "clients/<uuid:client_id>/keys/<uuid:key_id>/revoke/",
        revoke_client_key,
        name="revoke_client_key",
    ),
    path("client/keys/", own_keys, name="own_keys"),
    path("client/keys/<uuid:key_id>/revoke/", revoke_own_key, name="revoke_own_key"),
]

"""Addresses of the clients on the desk; included under `clients/`."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.clients.api_keys import client_keys, revoke_client_key
from evaluations.web.views.clients.client import add_log_entry, client
from evaluations.web.views.clients.client_companies import add_client_company, remove_client_company
from evaluations.web.views.clients.client_members import (
    add_client_member,
    remove_client_member,
    set_member_role,
)
from evaluations.web.views.clients.client_package import client_package
from evaluations.web.views.clients.clients import clients, new_client

_CLIENT = "<uuid:client_id>/"
_MEMBER = f"{_CLIENT}members/<uuid:user_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", clients, name="clients"),
    path("new/", new_client, name="new_client"),
    path(_CLIENT, client, name="client"),
    path(f"{_CLIENT}log/", add_log_entry, name="add_log_entry"),
    path(f"{_CLIENT}companies/", add_client_company, name="add_client_company"),
    path(
        f"{_CLIENT}companies/<slug:company>/remove/",
        remove_client_company,
        name="remove_client_company",
    ),
    path(f"{_CLIENT}members/", add_client_member, name="add_client_member"),
    path(f"{_MEMBER}role/", set_member_role, name="set_member_role"),
    path(f"{_MEMBER}remove/", remove_client_member, name="remove_client_member"),
    path(f"{_CLIENT}packages/<slug:year>/", client_package, name="client_package"),
    path(f"{_CLIENT}keys/", client_keys, name="client_keys"),
    path(f"{_CLIENT}keys/<uuid:key_id>/revoke/", revoke_client_key, name="revoke_client_key"),
]

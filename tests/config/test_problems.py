"""Every refusal of the API becomes a problem document; a fault stays a fault."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from rest_framework import exceptions

from config.problems import problem, problem_response


def _body(error: Exception) -> dict[str, Any]:
    response = problem_response(error, {})
    assert response is not None
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert body.pop("type") == "about:blank"
    assert body["status"] == response.status_code
    return body


@pytest.mark.parametrize("error", [Http404("the secret's name"), exceptions.NotFound("a secret")])
def test_not_found_tells_nothing_of_what_was_asked(error: Exception) -> None:
    assert _body(error) == {"title": "Not found", "status": 404}


def test_permission_denied_is_told_without_details_of_the_code() -> None:
    assert _body(PermissionDenied("inner reason")) == {
        "title": "This is not allowed",
        "status": 403,
        "detail": "You do not have permission to perform this action.",
    }


def test_missing_key_says_how_to_authenticate() -> None:
    error = exceptions.NotAuthenticated()
    error.auth_header = "Api-Key"  # type: ignore[attr-defined]

    response = problem_response(error, {})

    assert response is not None
    assert response.headers["WWW-Authenticate"] == "Api-Key"
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "A valid key or a session is needed",
        "status": 401,
    }


def test_throttled_reader_learns_how_long_to_wait() -> None:
    response = problem_response(exceptions.Throttled(wait=2.1), {})

    assert response is not None
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3"


def test_wrong_parameters_are_named_one_by_one() -> None:
    error = exceptions.ValidationError(
        {"page": ["not a number", "too long"], "category": "unknown", "items": [{"id": ["twice"]}]}
    )

    assert _body(error) == {
        "title": "The request could not be understood",
        "status": 400,
        "errors": [
            {"name": "page", "message": "not a number"},
            {"name": "page", "message": "too long"},
            {"name": "category", "message": "unknown"},
            {"name": "items.id", "message": "twice"},
        ],
    }


def test_wrong_request_without_a_field_is_told_in_a_sentence() -> None:
    assert _body(exceptions.ValidationError(["First.", "Second."]))["detail"] == "First. Second."
    assert _body(exceptions.ParseError())["detail"] == "Malformed request."


def test_fault_is_not_made_a_refusal() -> None:
    assert problem_response(ValueError(), {}) is None


def test_problem_may_bring_its_own_title() -> None:
    body = json.loads(problem(409, title="Already released", detail="Why.").content)

    assert (body["title"], body["detail"]) == ("Already released", "Why.")


@pytest.mark.urls("tests.config.addresses")
def test_endpoint_that_does_not_say_who_may_serves_nobody() -> None:
    answer = Client().get("/api/v1/closed/")

    assert answer.status_code in {401, 403}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content

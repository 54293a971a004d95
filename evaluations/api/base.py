"""What every view of the shopper's API does: her session, her calls, every refusal a problem."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

from django.http import Http404, HttpResponse, JsonResponse
from pydantic import BaseModel
from pydantic import ValidationError as PydanticError
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, NotAuthenticated, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from evaluations.services.lifecycle import LifecycleError
from evaluations.services.reports.drafting import ReportRefused
from shoppers.models import User
from shoppers.rules import Rule, is_shopper

Posted = TypeVar("Posted", bound=BaseModel)
# More than this helps nobody to mend a document.
_MOST_ERRORS = 20


class PhoneSession(SessionAuthentication):
    """A session that says 401 when it is over: the phone keeps what it holds and signs in again."""

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Session"


class ByRule(BasePermission):
    """Asks the view's rule; who does not hold it is told that nothing is here."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the rule holds; a stranger is asked to sign in."""
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if not view.rule(request.user) or view.rule.owes_second_factor(request.user):
            raise Http404
        return True


class Refused(APIException):
    """What was sent is understood and not taken; `code` names the reason for programs."""

    def __init__(self, status: HTTPStatus, error: LifecycleError, **more: Any) -> None:
        super().__init__(str(error))
        self.status_code, self.code, self.more = status, error.code, more


class ShopperView(APIView):
    """A resource of a shopper's own; reached by session alone, never by a client's key."""

    rule: ClassVar[Rule] = is_shopper
    authentication_classes = [PhoneSession]
    # The clients' document does not name it: to them a shopper does not exist.
    schema = None
    permission_classes = [ByRule]

    def handle_exception(self, exc: Exception) -> Any:
        """Add the reason's name, and what a refusal tells beside it, to the problem document."""
        if isinstance(exc, Refused):
            body = {
                "type": "about:blank",
                "title": str(exc.detail),
                "status": int(exc.status_code),
                "code": exc.code,
                **exc.more,
            }
            return answer(body, exc.status_code, content_type="application/problem+json")
        return super().handle_exception(exc)


def by_of(request: Request) -> User:
    """The person behind the session; the permission has looked already."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def posted(request: Request, document: type[Posted]) -> Posted:
    """The body as this document. Raises a 400 that names every field which is not."""
    try:
        return document.model_validate(request.data)
    except PydanticError as error:
        raise ValidationError(_named(error)) from None


def body_digest(request: Request) -> str:
    """sha256 of the body, byte for byte, as the parser has read it."""
    return str(vars(request)["raw_digest"])


def _named(error: PydanticError) -> dict[str, list[str]]:
    """The first faults by the path of their field: `attempts.0.started_at`."""
    found: dict[str, list[str]] = {}
    for each in error.errors(include_url=False, include_input=False)[:_MOST_ERRORS]:
        found.setdefault(".".join(str(part) for part in each["loc"]), []).append(each["msg"])
    return found


def answer(
    body: Mapping[str, Any], status: int, *, content_type: str = "application/json"
) -> HttpResponse:
    """A JSON answer that no cache keeps."""
    response = JsonResponse(body, status=int(status), content_type=content_type)
    response["Cache-Control"] = "no-store"
    return response


def refused(error: LifecycleError, status: HTTPStatus, **more: Any) -> Refused:
    """The refusal with each fault it names."""
    if isinstance(error, ReportRefused) and error.faults:
        more["errors"] = [{"name": each.key, "message": each.code} for each in error.faults]
    return Refused(status, error, **more)

"""What every view of the API does: read only, strict about its query, closed unless it says so."""

from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.views import APIView

from evaluations.api.readers import reader_of
from evaluations.visibility import Reader
from scoring.api.access import Permitted
from scoring.api.description import ReadSchema
from scoring.api.negotiation import AcceptHeader
from scoring.api.parameters import refuse_unknown
from scoring.api.rendering import JsonRenderer
from shoppers.rules import Rule

# Caches must keep answers apart by whatever an answer may depend on.
VARY = "Authorization, Cookie, Accept, Accept-Language"


class ReadView(APIView):
    """A resource that is read.

    `rule` says who may; `parameters` names the query parameters it knows. A request is refused in
    this order, so that no refusal tells anything about data: method 405, format 406, key 401,
    query 400, everything that is not there for this reader 404.
    """

    rule: ClassVar[Rule]
    parameters: ClassVar[frozenset[str]] = frozenset()
    http_method_names = ["get", "head"]
    permission_classes = [Permitted]
    renderer_classes = [JsonRenderer]
    content_negotiation_class = AcceptHeader
    schema = ReadSchema()

    @cached_property
    def reader(self) -> Reader:
        """Whose eyes the request has."""
        return reader_of(self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what can be refused without looking at data."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method or "", _("Only GET and HEAD are offered here."))
        self.format_kwarg = None  # the framework asks for it; formats stand in Accept only
        chosen = self.perform_content_negotiation(request)
        request.accepted_renderer, request.accepted_media_type = chosen
        self.perform_authentication(request)
        refuse_unknown(request.query_params, self.parameters)
        self.check_permissions(request)

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Sent with answers and refusals alike."""
        return {"Allow": ", ".join(self.allowed_methods), "Vary": VARY}

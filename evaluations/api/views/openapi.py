"""The description of the shopper's API, for whoever writes programs for it."""

from django.http import HttpResponse
from rest_framework.request import Request

from evaluations.api.base import ShopperView
from evaluations.api.openapi_file import SHOPPERS
from shoppers.rules import is_coordinator, is_shopper


class ShoppersOpenApiView(ShopperView):
    """The committed OpenAPI file; to anybody else it does not exist."""

    rule = is_shopper | is_coordinator

    def get(self, request: Request) -> HttpResponse:
        """The file."""
        response = HttpResponse(SHOPPERS.text(), content_type="application/json")
        response["Cache-Control"] = "private, no-cache"
        return response

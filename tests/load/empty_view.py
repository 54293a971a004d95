"""The whole site, and beside it a view that does nothing: what the ranking is measured against."""

from django.urls import include, path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class EmptyView(APIView):
    """Says yes."""

    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        """The smallest document."""
        return Response({"ok": True})


urlpatterns = [path("empty/", EmptyView.as_view()), path("", include("config.urls"))]

"""The whole site, and beside it a view that stores a JSON body and nothing else."""

import json
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction
from django.urls import include, path
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

# Its words are stored as those of the reports are: uncompressed.
TABLE = """
    CREATE TABLE bench_store (id uuid PRIMARY KEY, content jsonb NOT NULL);
    ALTER TABLE bench_store ALTER COLUMN content SET STORAGE EXTERNAL
"""


class BareStore(APIView):
    """One row a request."""

    permission_classes = [AllowAny]
    parser_classes = [JSONParser]

    def put(self, request: Request, key: Any) -> Response:
        """Store the body."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_store VALUES (%s, %s)", [key, json.dumps(request.data)]
            )
        return Response({"ok": True}, status=HTTPStatus.CREATED)


urlpatterns = [path("bare/<uuid:key>/", BareStore.as_view()), path("", include("config.urls"))]

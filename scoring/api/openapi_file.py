"""The committed OpenAPI file of the clients' API."""

from pathlib import Path

from evaluations.api.openapi_file import OpenApiFile

CLIENTS = OpenApiFile(Path(__file__).parent / "openapi.json")

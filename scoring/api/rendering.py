"""The formats of the API; the documents themselves are written by `evaluations.exports`."""

from rest_framework.renderers import BaseRenderer

JSON = "application/json"
CSV = "text/csv"


class JsonRenderer(BaseRenderer):
    """Offers JSON. The framework chooses by it; views write their documents themselves."""

    media_type = JSON
    format = "json"


class CsvRenderer(BaseRenderer):
    """Offers CSV, likewise."""

    media_type = CSV
    format = "csv"

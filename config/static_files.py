"""How static files are stored: named by their content, compressed, also where scripts import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it ships no types
    """An import between scripts names the file by its content too, so that no cache is stale."""

    support_js_module_import_aggregation = True

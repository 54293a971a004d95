"""Mails as files, outside production: they hold one-time links, so nobody else may read them."""

from pathlib import Path
from typing import Any

from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Django's own, with a directory and files that belong to the service's account alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Path(self.file_path).chmod(0o700)

    def _get_filename(self) -> str:
        """Where this connection's mails go; the file is there from now on."""
        name: str = super()._get_filename()  # type: ignore[misc]  # the stubs leave this hook out
        Path(name).touch(mode=0o600)
        return name

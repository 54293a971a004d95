"""Mails as files hold one-time links."""

from pathlib import Path
from typing import Any

from django.core.mail import send_mail


def test_nobody_else_reads_mails(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "mail"
    folder.mkdir(mode=0o755)
    settings.EMAIL_BACKEND = "config.mail_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(folder)

    send_mail("Welcome", "A link", "desk@award.example", ["selma@mail.example"])

    (mail,) = folder.iterdir()
    assert "A link" in mail.read_text()
    assert mail.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700

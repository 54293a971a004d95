"""The secrets of a machine nobody configured: made once, the same for every process and restart."""

import base64
import os
import secrets
from pathlib import Path

from config.embedded.place import write_private


def local_secret_key(var_dir: Path) -> str:
    """The key kept in `var_dir`; production names its own in the environment."""
    return _kept(var_dir / "secret-key", secrets.token_urlsafe(50))


def local_account_key(var_dir: Path) -> str:
    """The key that seals account numbers, kept in `var_dir`; production names its own."""
    made = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
    return _kept(var_dir / "account-key", made)


def _kept(path: Path, offer: str) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        offered = path.with_name(f"{path.name}.{os.getpid()}")
        write_private(offered, offer)
        try:
            os.link(offered, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            offered.unlink()
    return path.read_text(encoding="utf-8")

"""The secret of a machine nobody configured: made once, the same for every process and restart."""

import os
import secrets
from pathlib import Path

from config.embedded.place import write_private


def local_secret_key(var_dir: Path) -> str:
    """The key kept in `var_dir`; production names its own in the environment."""
    path = var_dir / "secret-key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        offered = path.with_name(f"{path.name}.{os.getpid()}")
        write_private(offered, secrets.token_urlsafe(50))
        try:
            os.link(offered, path)  # the first of several processes wins
        except FileExistsError:
            pass
        finally:
            offered.unlink()
    return path.read_text(encoding="utf-8")

"""The demo's own note of its log-ins: one file, readable by its owner only."""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class DemoRecord:
    """What `demo.json` holds; kept from start to start, so that log-ins stay the same."""

    path: Path
    url: str = ""
    users: dict[str, dict[str, str]] = field(default_factory=dict)
    api_keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "DemoRecord":
        """The note of an earlier start, or an empty one; an unreadable one is begun anew."""
        try:
            noted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, noted["url"], noted["users"], noted["api_keys"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return cls(path)

    def password(self, key: str) -> str:
        """The person's password: the one noted before, else a new one."""
        return self.users.get(key, {}).get("password") or secrets.token_urlsafe(12)

    def write(self) -> None:
        """Replace the file in one step; nobody else can read it at any moment."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.unlink(missing_ok=True)
        document = {"url": self.url, "users": self.users, "api_keys": self.api_keys}
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(document, stream, indent=1, ensure_ascii=False)
        beside.replace(self.path)

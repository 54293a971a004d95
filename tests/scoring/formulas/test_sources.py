"""Every formula says what it is checked against."""

import re
from pathlib import Path

from scoring import formulas

HERE = Path(formulas.__file__).parent


def test_every_module_stands_in_the_list_of_examples() -> None:
    rows = re.findall(r"^\| `([\w/]+)` \|", (HERE / "README.md").read_text(), flags=re.MULTILINE)
    modules = [
        path.relative_to(HERE).with_suffix("").as_posix()
        for path in HERE.rglob("*.py")
        if path.name != "__init__.py"
    ]

    assert rows == sorted(modules)

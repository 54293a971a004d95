"""Whether the formulas' tests notice a wrong formula: `make mutants`.

    python -m tests.load.mutants --sample 600 --seed 1

mutmut makes thousands of small changes to `scoring/formulas` and `evaluations/planning`, one at a
time (a sign, a bound, an argument left out), and runs the tests that reach the changed function.
Whoever fails has killed the mutant. It works on a copy without the project's servers, since
formulas need none. Every mutant takes about a second, so the default is a sample, drawn by its seed
from all modules alike; `--sample 0` takes all. The last line is `{"mutants", "killed", "score"}`;
before it stand the survivors, by name: `mutmut show NAME` in build/mutants prints the change.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "mutants"
COPIED = (
    "scoring/formulas",
    "tests/scoring/formulas",
    "evaluations/planning",
    "tests/evaluations/planning",
)
GOAL = 0.85
KILLED = {"killed", "timeout", "segfault"}
# What the project's own settings ask of a test, without what starts its servers.
SETTINGS = """
[tool.mutmut]
source_paths = ["scoring", "evaluations"]
pytest_add_cli_args_test_selection = ["tests"]
pytest_add_cli_args = ["-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider"]

[tool.pytest.ini_options]
filterwarnings = ["error", "ignore:Session-scoped fixtures defined as instance methods"]
"""
# A mutant's fate must not hang on luck: hypothesis tries the same examples each time. Nor does
# anyone read the example that killed it, so none is made smaller.
CONFTEST = """
from hypothesis import Phase, settings

settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("repeatable")
"""


def prepare() -> None:
    """Copy the formulas and their tests to where they can be changed."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    unwanted = shutil.ignore_patterns("__pycache__")
    for each in COPIED:
        shutil.copytree(ROOT / each, FOLDER / each, ignore=unwanted)
    for package in ("scoring", "evaluations", "tests", "tests/scoring", "tests/evaluations"):
        (FOLDER / package / "__init__.py").touch()
    (FOLDER / "pyproject.toml").write_text(SETTINGS)
    (FOLDER / "tests" / "conftest.py").write_text(CONFTEST)


def mutmut(*words: str, quiet: bool = False) -> str:
    """What mutmut says; its progress goes to the terminal unless it is to be read."""
    command = [sys.executable, "-m", "mutmut", *words]
    done = subprocess.run(
        command,
        cwd=FOLDER,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=subprocess.PIPE if quiet else sys.stderr,
        text=True,
        check=True,
    )
    return done.stdout or ""


def fates() -> dict[str, str]:
    """Every mutant's name and what became of it."""
    lines = mutmut("results", "--all", "true", quiet=True).splitlines()
    pairs = (line.split(": ", 1) for line in lines if ": " in line)
    return {name.strip(): fate.strip() for name, fate in pairs}


def module_of(mutant: str) -> str:
    """The module that a mutant's name begins with."""
    name = mutant.split(".x", 1)[0]
    return name.removeprefix("scoring.formulas.").removeprefix("evaluations.")


def drawn(names: list[str], sample: int, seed: int) -> list[str]:
    """That many of the names; all of them when there are fewer, or for 0."""
    if not 0 < sample < len(names):
        return names
    return random.Random(seed).sample(names, sample)


def report(found: dict[str, str]) -> bool:
    """Print survivors and score; whether the goal is reached."""
    survivors = sorted(name for name, fate in found.items() if fate not in KILLED)
    tried, left = Counter(map(module_of, found)), Counter(map(module_of, survivors))
    for module, count in sorted(tried.items()):
        print(f"{module}: {count - left[module]} of {count} killed")  # noqa: T201 - its output
    for name in survivors:
        print(f"{found[name]}: {name}")  # noqa: T201 - its output
    killed = len(found) - len(survivors)
    score = round(killed / len(found), 4)
    print(json.dumps({"mutants": len(found), "killed": killed, "score": score}))  # noqa: T201 - its output
    return score >= GOAL


def main() -> int:
    """Change, test, count."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--sample", type=int, default=600)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    prepare()
    # The smallest module first: that makes all mutants, and learns which test reaches what.
    mutmut("run", "scoring.formulas.rounding.*")
    chosen = drawn(sorted(fates()), asked.sample, asked.seed)
    mutmut("run", *chosen)
    found = fates()
    return 0 if report({name: found[name] for name in chosen}) else 1


if __name__ == "__main__":
    sys.exit(main())

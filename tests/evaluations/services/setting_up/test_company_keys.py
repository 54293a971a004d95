"""The key a new company gets from its name."""

import pytest

from evaluations.services.setting_up.companies import free_key


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Sørvik Ærlig Bank Åsgård", [], "sorvik-aerlig-bank-asgard"),
        ("ÖRESUND Þórr", ["oresund-thorr"], "oresund-thorr-2"),
        ("…", [], "company"),
    ],
)
def test_a_key_keeps_the_letters_of_the_name(name: str, taken: list[str], key: str) -> None:
    assert free_key(name, taken) == key

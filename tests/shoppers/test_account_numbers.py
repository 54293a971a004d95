"""Account numbers as people type them. The numbers are invented or from the standard's examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppers.account_numbers import AccountNumber, Fault, NotAnAccount, read_account

NORWEGIAN, IBAN = "86011117947", "NO9386011117947"


@pytest.mark.parametrize(
    "typed",
    ["86011117947", "8601 11 17947", "8601.11.17947", " NO93 8601 1117 947 ", "no9386011117947"],
)
def test_one_account_however_it_is_typed(typed: str) -> None:
    account = read_account(typed)

    assert account == AccountNumber(IBAN)
    assert (account.country, account.last_four) == ("NO", "7947")


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("SE45 5000 0000 0583 9825 7466", "SE"),
        ("DK50 0040 0440 1162 43", "DK"),
        ("GB82 WEST 1234 5698 7654 32", "GB"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT"),
    ],
)
def test_an_iban_of_any_country_that_payments_reach(typed: str, country: str) -> None:
    assert read_account(typed).country == country


@pytest.mark.parametrize(
    ("typed", "fault", "length"),
    [
        ("", Fault.EMPTY, 0),
        (" - ", Fault.EMPTY, 0),
        ("8601 11 1794", Fault.DIGITS, 11),
        ("8601 11 17948", Fault.CHECK, 0),
        # Its check digit would have to be ten.
        ("00000000060", Fault.CHECK, 0),
        ("my account", Fault.CHARACTERS, 0),
        ("NO93 8601 1117 94ø", Fault.CHARACTERS, 0),
        ("٨٦٠١١١١٧٩٤٧", Fault.CHARACTERS, 0),
        ("US93 8601 1117 947", Fault.COUNTRY, 0),
        ("SE45 5000 0000 0583", Fault.LENGTH, 24),
        ("SE45 5000 0000 0583 9825 7467", Fault.CHECK, 0),
        # The IBAN's own digits fit, the Norwegian number within does not.
        ("NO66 8601 1117 948", Fault.CHECK, 0),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_fault(
    typed: str, fault: Fault, length: int
) -> None:
    with pytest.raises(NotAnAccount) as refused:
        read_account(typed)

    assert (refused.value.fault, refused.value.length) == (fault, length)
    assert typed not in str(refused.value) or not typed


@given(st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, more: int) -> None:
    wrong = list(NORWEGIAN)
    wrong[place] = str((int(wrong[place]) + more) % 10)

    with pytest.raises(NotAnAccount):
        read_account("".join(wrong))


def test_its_text_tells_only_its_end() -> None:
    assert str(read_account(IBAN)) == repr(read_account(IBAN)) == "AccountNumber(NO…7947)"

"""Reading where shoppers are paid to; of a number only its end can be read here."""

from collections.abc import Collection

from shoppers.models import BankAccount, Shopper, User


def account_of(shopper: Shopper) -> BankAccount | None:
    """The account that she is paid to now."""
    return shopper.bank_accounts.filter(replaced_at=None).first()


def account_of_user(user: User) -> BankAccount | None:
    """The same for whoever is signed in."""
    return BankAccount.objects.filter(shopper__user=user, replaced_at=None).first()


def accounts_of(shopper: Shopper) -> list[BankAccount]:
    """Every account she ever gave, the newest first."""
    return list(shopper.bank_accounts.all())


def accounts_now(shoppers: Collection[int]) -> dict[int, BankAccount]:
    """The account of each of these shoppers who has given one, by her key."""
    found = BankAccount.objects.filter(shopper__in=shoppers, replaced_at=None)
    return {account.shopper_id: account for account in found}

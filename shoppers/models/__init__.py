"""Facts about people, and the constraints that hold them."""

from shoppers.models.absence import Absence
from shoppers.models.bank_account import BankAccount, BankAccountReading
from shoppers.models.erasure import Erasure, ErasureRequest
from shoppers.models.invitation import Invitation
from shoppers.models.notice import Notice
from shoppers.models.qualification import (
    ExtraTry,
    QualificationTest,
    QualificationTry,
    QualificationVersion,
)
from shoppers.models.shopper import Shopper
from shoppers.models.sign_in_failure import SignInFailure
from shoppers.models.user import RoleAssignment, User

__all__ = [
    "Absence",
    "BankAccount",
    "BankAccountReading",
    "Erasure",
    "ErasureRequest",
    "ExtraTry",
    "Invitation",
    "Notice",
    "QualificationTest",
    "QualificationTry",
    "QualificationVersion",
    "RoleAssignment",
    "Shopper",
    "SignInFailure",
    "User",
]

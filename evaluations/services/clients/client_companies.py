"""Whose contacts a client reads: adding a company, taking one away.

What a client reads follows from the companies it has at the moment of reading, in the queries and
in the database's own row-level security, also of earlier years. Released rows stay as they are, the
package competitors that a release has frozen among them.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.client_changes import ClientChange
from evaluations.enums import ClientTie
from evaluations.models import Client, ClientCompany, Company, Programme
from evaluations.queries.clients.clients import held_client, owns
from evaluations.queries.companies.companies import open_preview_with, packages_against
from evaluations.services.clients.client_log import note_change
from evaluations.services.clients.clients import ClientRefused
from shoppers.models import User

REASON_LENGTH = 500


class ReasonRefused(ClientRefused):
    """A change of companies says why."""

    code = "reason_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Give a reason of 1 to %(length)d characters.") % {"length": REASON_LENGTH}
        )


class CompanyRefused(ClientRefused):
    """A company that cannot be the client's now."""

    code = "company_refused"


class CompanyKnown(CompanyRefused):
    """It is the client's already."""

    code = "company_known"

    def __init__(self) -> None:
        super().__init__(_("This company belongs to the client already."))


class CompanyGone(CompanyRefused):
    """It is not the client's, or no longer."""

    code = "company_gone"

    def __init__(self) -> None:
        super().__init__(_("This company does not belong to the client, or no longer."))


def check_company(client: Client, company: Company) -> None:
    """Whether the client may have the company from now on. Raises CompanyKnown or CompanyRefused.

    A company that it has bought as a competitor is given up as one first; and while a preview is
    open, nobody new comes into it: coordinators have agreed to the window for those who were there.
    """
    if owns(client, company.pk):
        raise CompanyKnown
    bought = packages_against(client, company)
    if bought:
        raise CompanyRefused(
            _(
                "This company is a competitor in the client's package for %(programmes)s."
                " Change the package first."
            )
            % {"programmes": ", ".join(package.programme.name for package in bought)}
        )
    programme = open_preview_with(company, now=timezone.now())
    if programme is not None:
        raise CompanyRefused(_in_preview(programme))


def _in_preview(programme: Programme) -> str:
    until = timezone.localtime(programme.preview_until)
    return _(
        "The preview of %(programme)s is open until %(until)s: the client would read this"
        " company's contacts in the middle of it. Add the company afterwards."
    ) % {"programme": programme.name, "until": date_format(until, "DATETIME_FORMAT")}


@transaction.atomic
def add_company(
    *, client: Client, company: Company, tie: ClientTie, reason: str, by: User
) -> ClientCompany:
    """Let the client read the company's contacts, also those of years that are released.

    Raises ReasonRefused, CompanyKnown or CompanyRefused.
    """
    reason = _checked(reason)
    held_client(client)
    check_company(client, company)
    made = ClientCompany.objects.create(client=client, company=company, tie=tie)
    note_change(
        client=client,
        change=ClientChange.COMPANY_ADDED,
        by=by,
        company=company.name,
        tie=tie,
        reason=reason,
    )
    return made


@transaction.atomic
def remove_company(*, client: Client, company: Company, reason: str, by: User) -> None:
    """Let the client read the company's contacts no more, from the next request on.

    At any time, also while a preview is open: a company that was given to the wrong client is read
    by strangers until this is done. Raises ReasonRefused or CompanyGone.
    """
    reason = _checked(reason)
    held_client(client)
    gone, _models = client.companies.filter(company=company).delete()
    if not gone:
        raise CompanyGone
    note_change(
        client=client,
        change=ClientChange.COMPANY_REMOVED,
        by=by,
        company=company.name,
        reason=reason,
    )


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= REASON_LENGTH:
        raise ReasonRefused
    return reason

"""What a shopper is paid: what is pending, approved and paid, and the fee of each call."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.queries.pay.fees import fees_of
from evaluations.queries.pay.own_sums import own_sums
from evaluations.queries.years.programmes import programmes
from evaluations.web.actor import acting_user
from evaluations.web.forms.pay.fees import MyFeesFilter
from evaluations.web.presenters.pay.fees import fee_row, fee_table, sum_figures
from evaluations.web.tables import file_asked
from shoppers.queries.bank_accounts import account_of_user
from shoppers.rules import is_shopper
from shoppers.web.access import allow

FEES_A_PAGE = 25


@allow(is_shopper)
@require_safe
def my_fees(request: HttpRequest) -> HttpResponse:
    """Her fees, and what they come to with all else that she is paid.

    The filter stands in the address, also of the file.
    """
    user = acting_user(request)
    form = MyFeesFilter(request.GET, programmes=programmes())
    found = fees_of(user, form.choice(), sort=form.order())
    file = file_asked(request, "mine", [fee_table(found)])
    if file is not None:
        return file
    page = Paginator(found, FEES_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("My fees"),
        "crumbs": [
            {"label": _("My calls"), "url": reverse("my_calls")},
            {"label": _("My fees"), "url": ""},
        ],
        "form": form,
        "clear_url": form.cleared(request.path),
        "account": account_of_user(user),
        "figures": sum_figures(own_sums(user)),
        "rows": [fee_row(fee) for fee in page],
        "page": page,
        "result": ngettext("%(count)d fee", "%(count)d fees", count) % {"count": count},
    }
    return render(request, "evaluations/pay/my_fees.html", context)

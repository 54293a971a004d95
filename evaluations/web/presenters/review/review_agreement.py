"""How far two blind reviewers agree, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.agreement.ratings import Coefficient
from evaluations.queries.review.review_agreement import ReviewAgreement
from shoppers.web.notation import agreement, in_percent, whole


def agreement_facts(found: ReviewAgreement | None) -> list[tuple[str, str]]:
    """The figures with their 95 % intervals; none while no report has two verdicts."""
    if found is None:
        return []
    count = ngettext(
        "%(agreed)s of %(count)s report", "%(agreed)s of %(count)s reports", found.reports
    ) % {"agreed": whole(found.agreed), "count": whole(found.reports)}
    return [
        (_("Both said the same"), f"{count}{_percent(found.share)}"),
        (_("Beyond chance (Gwet's AC1)"), _plain(found.chance_corrected)),
    ]


def _percent(share: Coefficient) -> str:
    if share.value is None:
        return ""
    words = ": " + in_percent(whole(round(100 * share.value)))
    if share.low is None or share.high is None:
        return words
    ends = {"low": whole(round(100 * share.low)), "high": whole(round(100 * share.high))}
    return words + " " + _("(95 %% interval %(low)s to %(high)s)") % ends


def _plain(found: Coefficient) -> str:
    if found.value is None:
        return _("Too few reports to tell")
    words = agreement(found.value)
    if found.low is None or found.high is None:
        return words
    ends = {"low": agreement(found.low), "high": agreement(found.high)}
    return words + " " + _("(95 %% interval %(low)s to %(high)s)") % ends

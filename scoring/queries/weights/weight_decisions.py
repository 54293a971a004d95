"""What coordinators have said of a programme's weights, and which weights count."""

from evaluations.models import Programme
from scoring.models import Release, Run, WeightApproval, WeightProposal, WeightSet
from scoring.queries.runs.runs import newest_complete_run


def approval_of(programme: Programme) -> WeightApproval | None:
    """The approval of the programme's weights, with who gave it and who had proposed them."""
    return (
        WeightApproval.objects.filter(programme=programme)
        .select_related("proposal__weight_set", "proposal__proposed_by", "approved_by")
        .first()
    )


def newest_proposal(programme: Programme) -> WeightProposal | None:
    """The proposal that can be approved, or was; an older one was replaced by it."""
    return (
        WeightProposal.objects.filter(programme=programme)
        .select_related("weight_set", "proposed_by")
        .order_by("-number")
        .first()
    )


def approved_weights(programme: Programme) -> WeightSet | None:
    """The weight set that every run of the programme uses from its approval on."""
    approval = approval_of(programme)
    return approval.proposal.weight_set if approval else None


def is_approved(weight_set: WeightSet) -> bool:
    """Whether two coordinators stand behind this very set."""
    return WeightApproval.objects.filter(proposal__weight_set=weight_set).exists()


def settled_weights(programme: Programme) -> WeightSet | None:
    """The weights that the programme was counted with: approved, else released, else computed."""
    if approved := approved_weights(programme):
        return approved
    release = (
        Release.objects.filter(programme=programme, confirmation__isnull=False)
        .select_related("run__weight_set")
        .order_by("-number")
        .first()
    )
    run: Run | None = release.run if release else newest_complete_run(programme)
    return run.weight_set if run else None


def weights_before(programme: Programme) -> WeightSet | None:
    """The settled weights of the newest earlier year that has any; None before all others.

    Of two awards of that year the one whose slug comes first.
    """
    earlier = Programme.objects.filter(year__lt=programme.year).order_by("-year", "slug")
    settled = (settled_weights(each) for each in earlier.defer("method"))
    return next((found for found in settled if found is not None), None)

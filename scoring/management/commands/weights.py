"""`manage.py weights YEAR`: what people expect as weights; propose them, or approve a proposal."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from evaluations.management.named import coordinator_named
from evaluations.models import Programme
from evaluations.seals import BrokenSeal
from scoring.management.named import programme_named
from scoring.management.weight_tables import weight_tables
from scoring.queries.weights.weight_decisions import approval_of, newest_proposal
from scoring.refusals import Refused
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from scoring.services.weights.weights import weight_set_of
from shoppers.models import User


class Command(BaseCommand):
    """Shows the weights that the next run would count with; two people settle them."""

    help = "Show a programme's weights, propose them, or approve the newest proposal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose weights, what to do, and who says so."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--by", metavar="EMAIL", help="a coordinator; needed to settle weights")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--propose", action="store_true", help="propose today's weights")
        what.add_argument(
            "--approve", action="store_true", help="approve the newest proposal of another person"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Show, propose or approve."""
        programme = programme_named(options["year"])
        settles = options["propose"] or options["approve"]
        if settles and not options["by"]:
            raise CommandError("Say who settles the weights with --by EMAIL.")
        try:
            if options["propose"]:
                self._propose(programme, coordinator_named(options["by"]))
            elif options["approve"]:
                self._approve(programme, coordinator_named(options["by"]), yes=options["yes"])
            else:
                self.stdout.write(weight_tables(weight_set_of(programme=programme)))
                self._tell_where_they_stand(programme)
        except (Refused, BrokenSeal) as refused:
            raise CommandError(str(refused)) from refused

    def _propose(self, programme: Programme, by: User) -> None:
        proposed = propose_weights(programme=programme, by=by)
        self.stdout.write(weight_tables(proposed.proposal.weight_set))
        if proposed.unchanged:
            self.stdout.write("These weights are proposed already.")
        self._tell_where_they_stand(programme)

    def _approve(self, programme: Programme, by: User, *, yes: bool) -> None:
        proposal = newest_proposal(programme)
        if proposal is None:
            raise CommandError(f"{programme.slug} has no proposed weights to approve.")
        self.stdout.write(weight_tables(proposal.weight_set))
        if not yes:
            self._ask("Approve these weights? They stay as they are from then on.")
        approve_weights(proposal=proposal, by=by)
        self._tell_where_they_stand(programme)

    def _tell_where_they_stand(self, programme: Programme) -> None:
        approval, proposal = approval_of(programme), newest_proposal(programme)
        if approval:
            self.stdout.write(
                f"Approved by {approval.approved_by.name}, proposed by "
                f"{approval.proposal.proposed_by.name}. Every run counts with them."
            )
        elif proposal:
            self.stdout.write(
                f"Proposed by {proposal.proposed_by.name}. Another coordinator approves with: "
                f"manage.py weights {programme.slug} --approve --by OTHER"
            )
        else:
            self.stdout.write("Nobody has proposed weights. A run takes those of its moment.")

    def _ask(self, question: str) -> None:
        """Return when the person agrees; nobody is asked where nobody can answer."""
        if not sys.stdin.isatty():
            raise CommandError("Nobody can be asked here. Say --yes to go on without a question.")
        if input(f"{question} [y/N] ").strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was done.")

"""`manage.py release YEAR --by EMAIL`: publishes a run, or confirms what another proposed."""

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from evaluations.management.named import coordinator_named
from evaluations.models import Programme
from evaluations.seals import BrokenSeal
from scoring.management.change_tables import change_tables, dispute_table
from scoring.management.named import programme_named, run_named
from scoring.management.waiting import Work, add_waiting, wait_for
from scoring.models import Release, ReleaseProposal, Run
from scoring.queries.releases.disputed import disputed_effects, open_objections_of
from scoring.queries.releases.proposals import is_due
from scoring.queries.releases.release_changes import changes_against_last
from scoring.queries.releases.releases import is_confirmed, newest_release
from scoring.queries.runs.runs import newest_complete_run
from scoring.refusals import Refused
from scoring.services.releases.proposals import perform_proposal, plan_proposal
from scoring.services.releases.releasing import confirm_release, outcome_of, same_release
from shoppers.languages import Language
from shoppers.models import User


class Command(BaseCommand):
    """Proposes the newest complete run as a release; a second person confirms."""

    help = "Propose a run as the programme's next release, or confirm the newest proposal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which run, who says so, from when it may be read."""
        parser.add_argument("year", help="the programme's slug, by default its year")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="a coordinator")
        parser.add_argument("--run", metavar="ID", help="a run other than the newest complete one")
        parser.add_argument(
            "--reason",
            metavar="SENTENCE",
            help="why this corrects a release, for everybody, in your own language or as LANG=...;"
            " may be given once for each language",
            action="append",
            default=[],
        )
        parser.add_argument(
            "--accept-objections",
            action="store_true",
            help="with --confirm: accept the objections that wait for an arbiter, as shown",
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--confirm", action="store_true", help="confirm the newest proposal of another person"
        )
        add_waiting(parser, what="the draft")
        for audience in ("clients", "public"):
            parser.add_argument(
                f"--{audience}-from",
                type=_moment,
                metavar="TIME",
                help=f"from when {audience} may read it, in ISO 8601, never a time that has passed;"
                " once it is confirmed when left out",
            )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Propose or confirm."""
        programme = programme_named(options["year"])
        by = coordinator_named(options["by"])
        try:
            if options["confirm"]:
                self._confirm_newest(programme, by, options)
            else:
                self._propose(programme, by, options)
        except (Refused, BrokenSeal) as refused:
            raise CommandError(str(refused)) from refused

    def _propose(self, programme: Programme, by: User, options: dict[str, Any]) -> None:
        run = _run(programme, options["run"])
        times = {"clients_from": options["clients_from"], "public_from": options["public_from"]}
        changes = changes_against_last(run, programme)
        if not options["yes"] and not same_release(programme=programme, run=run, **times):
            self.stdout.write(change_tables(changes))
            self._ask(f"Release run {run.pk}?")
        reason = _by_language(options["reason"], by)
        planned = plan_proposal(programme=programme, run=run, by=by, reason=reason, **times)
        if not options["wait"]:
            self.stdout.write(
                f"A release of {programme.name} is planned. A worker drafts it; --wait sees to it."
            )
            return
        wait_for(_work(planned), patience=options["patience"])
        proposal = outcome_of(planned)
        release = proposal.release
        if proposal.unchanged:
            self.stdout.write(f"Nothing has changed since release {release.number}.")
        else:
            if options["yes"]:
                self.stdout.write(change_tables(changes))
            self.stdout.write(f"Release {release.number} of {programme.name} is proposed.")
        self._say_who_confirms(release)

    def _say_who_confirms(self, release: Release) -> None:
        if not is_confirmed(release):
            self.stdout.write(
                f"It waits for another coordinator, who confirms it with: "
                f"manage.py release {release.programme.slug} --confirm --by OTHER"
            )

    def _confirm_newest(self, programme: Programme, by: User, options: dict[str, Any]) -> None:
        release = newest_release(programme)
        if release is None:
            raise CommandError(f"{programme.slug} has no proposal to confirm.")
        if is_confirmed(release):
            self.stdout.write(f"Release {release.number} is confirmed already.")
            return
        self.stdout.write(change_tables(changes_against_last(release.run, programme)))
        waiting = open_objections_of(release.run)
        if waiting:
            self.stdout.write(dispute_table(disputed_effects(release.run), len(waiting)))
        if not options["yes"]:
            self._ask(f"Confirm release {release.number}?")
        accepted = [each.pk for each in waiting] if options["accept_objections"] else []
        confirm_release(release=release, by=by, accepting=accepted)
        self._tell_confirmed(release)

    def _ask(self, question: str) -> None:
        """Return when the person agrees; nobody is asked where nobody can answer."""
        if not sys.stdin.isatty():
            raise CommandError("Nobody can be asked here. Say --yes to go on without a question.")
        if input(f"{question} [y/N] ").strip().lower() not in {"y", "yes"}:
            raise CommandError("Nothing was done.")

    def _tell_confirmed(self, release: Release) -> None:
        clients, public = map(timezone.localtime, (release.clients_since, release.public_since))
        self.stdout.write(
            f"Release {release.number} is confirmed: clients read it from {clients:%Y-%m-%d %H:%M},"
            f" the public from {public:%Y-%m-%d %H:%M}."
        )


def _work(planned: ReleaseProposal) -> Work:
    return Work(
        planned,
        is_due=lambda: is_due(planned.pk),
        perform=lambda look: perform_proposal(planned.pk, after_step=look),
        said=lambda: f"Drafting a release of {planned.programme.slug}",
    )


def _by_language(sentences: list[str], by: User) -> dict[str, str]:
    """The sentences by language; one that names none is in the language of who says it."""
    found = {}
    for sentence in sentences:
        language, sign, words = sentence.partition("=")
        named = bool(sign) and language in Language.values
        found[language if named else str(by.language)] = words if named else sentence
    return found


def _run(programme: Programme, run_id: str | None) -> Run:
    if run_id:
        return run_named(run_id, programme=programme)
    newest = newest_complete_run(programme)
    if newest is None:
        raise CommandError(
            f"{programme.slug} has no complete run. Make one with: "
            f"manage.py score {programme.slug} --wait"
        )
    return newest


def _moment(text: str) -> dt.datetime:
    """An ISO time; without an offset it is the award's local time."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise ArgumentTypeError(f"{text!r} is not a time such as 2026-06-01T09:00")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

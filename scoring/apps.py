"""Numbers: weights, runs, scores, rankings, releases, and who reads them."""

from django.apps import AppConfig
from django.utils.translation import gettext as _


class ScoringConfig(AppConfig):
    """The highest app; it does not know how an answer is typed in."""

    name = "scoring"

    def ready(self) -> None:
        """Listen for planned work, hold what was counted, and show pages to those they are for."""
        from evaluations.rules import is_client_member  # noqa: PLC0415 - needs loaded apps
        from evaluations.services.holds import (  # noqa: PLC0415 - as above
            register_least_companies,
            register_published,
            register_released,
        )
        from evaluations.services.review.taking_back import register_hold  # noqa: PLC0415 - as above
        from evaluations.web.additions import on_programme, on_roster  # noqa: PLC0415 - as above
        from scoring import receivers  # noqa: F401, PLC0415 - connects its receivers
        from scoring.notifications import register_letters  # noqa: PLC0415 - as above
        from scoring.queries.releases.placed_companies import (  # noqa: PLC0415 - as above
            companies_for_a_winner,
            has_public_release,
        )
        from scoring.services.runs.counted_reports import (  # noqa: PLC0415 - as above
            counted_already,
            released_already,
        )
        from scoring.web.presenters.analysis import roster  # noqa: PLC0415 - as above
        from scoring.web.presenters.weights.expectation_survey import (  # noqa: PLC0415 - as above
            on_the_programme,
        )
        from scoring.web.views.analysis import precision  # noqa: PLC0415 - as above
        from scoring.web.views.runs import live_standing  # noqa: PLC0415 - as above
        from shoppers.rules import Rule, is_coordinator  # noqa: PLC0415 - needs loaded apps
        from shoppers.web.navigation import Entry, registry  # noqa: PLC0415 - as above

        register_letters()
        on_programme.register(on_the_programme)
        on_programme.register(precision.on_the_programme)
        on_programme.register(live_standing.on_the_programme)
        on_roster.register(roster.on_the_roster)
        register_hold(counted_already)
        register_published(released_already)
        register_released(has_public_release)
        register_least_companies(companies_for_a_winner)
        # Coordinators have a full row of their own; their desk leads to the public list.
        readers = Rule("everybody but coordinators", lambda user: not is_coordinator(user))
        for entry in (
            Entry(lambda: _("Desk"), "desk", is_coordinator, place=10, also=("people",)),
            Entry(lambda: _("Home"), "client_home", is_client_member, place=10),
            Entry(lambda: _("Results"), "results", is_client_member, place=20),
            Entry(lambda: _("Winners"), "winners", readers, place=50),
        ):
            registry.register(entry)

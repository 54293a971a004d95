"""The words of calibration: many rate one case, and the award learns how far they agree."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalibrationState(models.TextChoices):
    """Where a session stands."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class AgreementFigure(models.TextChoices):
    """What is told of a question, of a rater, or of a whole session."""

    ALPHA = "alpha", _("Krippendorff's alpha")
    GWET = "gwet", _("Gwet's AC")
    PERCENT = "percent", _("Pairs of raters who say the same")
    WITH_MASTER = "with_master", _("Same as the master")
    WITH_OTHERS = "with_others", _("Same as the others")
    LENIENCE = "lenience", _("Lenience")


class LeastAgreement(models.TextChoices):
    """What a programme's least agreement is a share of."""

    MASTER = "master", _("Share of answers that are the master's")
    ALPHA = "alpha", _("Krippendorff's alpha against the master")

    @property
    def figure(self) -> AgreementFigure:
        """The figure of a rater that is compared."""
        return {
            LeastAgreement.MASTER: AgreementFigure.WITH_MASTER,
            LeastAgreement.ALPHA: AgreementFigure.ALPHA,
        }[self]


class CalibrationNotice(models.TextChoices):
    """Why a rater is sent a mail."""

    CALIBRATION_OPENED = "calibration_opened", _("A calibration waits for answers")


class CalibrationRefusal(models.TextChoices):
    """Why a step of a calibration was not taken."""

    NOT_A_COORDINATOR = "not_a_coordinator", _("Only coordinators run calibrations.")
    NOT_PUBLISHED = (
        "not_published",
        _("The programme's checklist is a draft. Publish it first: cases are rated by it."),
    )
    NO_TITLE = "no_title", _("Give the calibration a title.")
    DAYS_REVERSED = "days_reversed", _("The last day lies before the first.")
    DAYS_OVER = "days_over", _("The last day is over already. Choose a later one.")
    NOT_A_DRAFT = (
        "not_a_draft",
        _("The calibration is open or closed: its cases and master answers stay as they are."),
    )
    NOT_OPEN = "not_open", _("The calibration is not open.")
    NOT_YET = "not_yet", _("The calibration has not begun yet.")
    OVER = "over", _("The last day for answers is over.")
    NO_TEXT = "no_text", _("Write down what was said or written, in at least one language.")
    NOT_MADE_FOR_IT = (
        "not_made_for_it",
        _(
            "Confirm that the case was made for calibration. Real contacts and recordings are"
            " never used."
        ),
    )
    NOTHING_ASKED = "nothing_asked", _("The checklist asks nothing on this channel.")
    NO_CASES = "no_cases", _("Add a case first.")
    NO_MASTER = "no_master", _("A case has no master answers yet.")
    SOUND_NOT_READY = (
        "sound_not_ready",
        _("The sound of a case is being checked, or was not taken. Look at the case."),
    )
    NO_RATERS = "no_raters", _("Invite two raters at least: one alone agrees with nobody.")
    NO_LOGIN = "no_login", _("Only who can sign in rates cases: shoppers and coordinators.")
    ALL_MASTERS_HERS = (
        "all_masters_hers",
        _("This rater wrote the master answers of every case, so there is nothing left to rate."),
    )
    TRIED_TWICE = (
        "tried_twice",
        _("Both tries are used, or under way. A coordinator can excuse the shopper."),
    )
    HAS_RATED = "has_rated", _("This rater has rated a case already and stays invited.")
    OWN_MASTER = (
        "own_master",
        _("You wrote the master answers of this case, so you do not rate it."),
    )
    RATED_ALREADY = (
        "rated_already",
        _("You have rated this case already. What you sent first stands."),
    )
    NOTHING_RATED = (
        "nothing_rated",
        _("Nobody has rated a case yet, so there is nothing to compare."),
    )
    PUT_AWAY = "put_away", _("Somebody has put the calibration away in the meantime.")
    CASE_GONE = "case_gone", _("Somebody has taken the case out in the meantime.")
    CASE_CHANGED = (
        "case_changed",
        _(
            "Somebody has changed the case or its master answers since you opened this page."
            " Nothing was saved: read the case again, and save once more if yours shall stand."
        ),
    )
    NO_REASON = "no_reason", _("Say why.")
    NOT_GIVEN_UP = (
        "not_given_up",
        _("The figures are there or are being computed, so there is nothing to try for again."),
    )

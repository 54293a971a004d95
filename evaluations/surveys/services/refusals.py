"""Why nothing was done with a survey or an answer."""

from django.utils.translation import gettext as _


class SurveyRefused(Exception):
    """`code` is for programs, the text for people; `field` names what to look at, if one thing."""

    code = "survey_refused"
    field = ""


class SurveyOpened(SurveyRefused):
    """There is one already: somebody else was faster."""

    code = "survey_opened"

    def __init__(self) -> None:
        super().__init__(_("This programme has its expectation survey already."))


class NothingToAsk(SurveyRefused):
    """Fewer than two sections: then there is nothing to weigh."""

    code = "nothing_to_ask"

    def __init__(self) -> None:
        super().__init__(_("The method of this programme leaves no weights to a survey."))


class NotOffered(SurveyRefused):
    """The method's weights cannot come of answers to this."""

    code = "not_offered"

    def __init__(self) -> None:
        super().__init__(_("The method of this programme takes its weights from another question."))


class WeightsSettled(SurveyRefused):
    """Two coordinators have approved the weights: no answer changes them any more."""

    code = "weights_settled"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The weights of this programme are approved, so there is nothing left for its"
                " shoppers to decide."
            )
        )


class MeansKnown(SurveyRefused):
    """Coordinators can read the means: a later answer would show in their difference."""

    code = "means_known"

    def __init__(self) -> None:
        super().__init__(
            _(
                "What the answers come to can be read already. One more would show in the"
                " difference, so none is taken any more."
            )
        )


class DayRefused(SurveyRefused):
    """A day that does not fit."""

    code = "day_refused"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class SurveyNotOpen(SurveyRefused):
    """It has not begun, or it is over."""

    code = "survey_not_open"

    def __init__(self) -> None:
        super().__init__(_("This survey takes no answers now."))


class AlreadyReminded(SurveyRefused):
    """One reminder is enough."""

    code = "already_reminded"

    def __init__(self) -> None:
        super().__init__(_("The reminder was sent already. Shoppers get one, not more."))


class NotAsked(SurveyRefused):
    """She is not admitted to the programme any more."""

    code = "not_asked"

    def __init__(self) -> None:
        super().__init__(_("You are not admitted to this programme, so it asks you nothing."))


class AnswerRefused(SurveyRefused):
    """The answer is not whole; what was filled in is kept as a draft."""

    code = "answer_refused"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)

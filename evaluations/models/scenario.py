"""The role-play."""

import pgtrigger
from django.db import models

from evaluations.enums import PlayedBy, ScenarioReason
from evaluations.models.programme import Programme
from shoppers.languages import in_current_language
from shoppers.models.fields import EnumField, one_of

# A shopper played it as it was worded, and every later reader has to see the same words. What helps
# her, briefing and safety, may still be written afterwards.
_USED_STAYS = """
    IF EXISTS (
        SELECT 1 FROM evaluations_testcall
        WHERE scenario_id = OLD.id AND state <> 'planned'
    ) THEN
        RAISE EXCEPTION 'A scenario that was given to a shopper stays as it is.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'scenario_used_stays';
    END IF;
    RETURN NEW;
"""


class Scenario(models.Model):
    """Who the shopper plays and why she calls, in one programme."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="scenarios")
    key = models.SlugField(max_length=60)
    reason = EnumField(ScenarioReason)
    played_by = EnumField(PlayedBy)
    text = models.JSONField()  # {"nb": …, "sv": …, "en": …}
    # {"role", "ask", "avoid"}, each a text in every language: who she plays, what to ask, what
    # not. Empty while nobody has written it.
    briefing = models.JSONField(default=dict, blank=True, db_default={})
    # {"risks", "if_asked"}, each in every language: a list of what to look out for, and the
    # sentence to say to somebody who asks outright.
    safety = models.JSONField(default=dict, blank=True, db_default={})
    # When a contact is to be ended at the latest; empty: no limit.
    most_minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], name="scenario_once_per_programme"
            ),
            one_of("reason", ScenarioReason, name="scenario_reason_known"),
            one_of("played_by", PlayedBy, name="scenario_played_by_known"),
            models.CheckConstraint(
                condition=models.Q(most_minutes__isnull=True) | models.Q(most_minutes__gte=1),
                name="scenario_takes_some_time",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="scenario_used_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.programme_id, OLD.key, OLD.reason, OLD.played_by, OLD.text)"
                    " IS DISTINCT FROM"
                    " (NEW.programme_id, NEW.key, NEW.reason, NEW.played_by, NEW.text))"
                ),
                func=_USED_STAYS,
            ),
        ]

    def __str__(self) -> str:
        return in_current_language(self.text)

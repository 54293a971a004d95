"""The check list of a year's set-up: each step, what is missing in it, and where to see to it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel
from evaluations.method import Method
from evaluations.models import Programme
from scoring.queries.setting_up import Lack, Missing, Note, Readiness

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the set-up; done where nothing is missing."""

    title: str
    url: str
    said: str
    missing: list[str]
    notes: list[str]


def steps(programme: Programme, state: Readiness) -> list[Step]:
    """Every step in order."""
    said = _said(programme, state)
    lacks = {
        "set_up_facts": {Lack.PERIOD_OVER},
        "set_up_method": {Lack.METHOD, Lack.SCENARIO_UNKNOWN},
        "set_up_checklist": {Lack.CHECKLIST_DRAFT, Lack.CHANNEL_UNASKED},
        "set_up_scenarios": {Lack.NO_SCENARIO, Lack.SCENARIO_UNFINISHED},
        "set_up_categories": {Lack.CATEGORY_SMALL},
        "set_up_companies": {
            *(Lack.NO_COMPANY, Lack.COMPANY_WITHOUT_CHANNEL),
            *(Lack.CONTACT_POINT, Lack.NOT_CONFIRMED),
        },
        "programme_terms": set(),
    }
    notes = {
        "set_up_method": {Note.NO_HOLIDAYS},
        "set_up_companies": {Note.PRIVACY_MODE, Note.NO_PACKAGE},
        "programme_terms": {Note.NO_FEE},
    }
    return [
        Step(
            title=title,
            url=reverse(name, args=[programme.slug]),
            said=said[name],
            missing=[in_words(each) for each in state.missing if each.lack in lacks[name]],
            notes=[_note(note, n) for note, n in state.notes if note in notes.get(name, set())],
        )
        for name, title in _titles().items()
    ]


def _titles() -> dict[str, str]:
    return {
        "set_up_facts": _("Name and period"),
        "set_up_method": _("Method"),
        "set_up_checklist": _("Checklist"),
        "set_up_scenarios": _("Scenarios"),
        "set_up_categories": _("Categories"),
        "set_up_companies": _("Companies"),
        "programme_terms": _("Fees and terms"),
    }


def _said(programme: Programme, state: Readiness) -> dict[str, str]:
    """What stands in each step, in a few words."""
    fieldwork = Method.model_validate(programme.method).fieldwork
    version = programme.checklist_version
    return {
        "set_up_facts": _("%(name)s, %(start)s – %(end)s")
        % {
            "name": programme.name,
            "start": date_format(programme.fieldwork_start),
            "end": date_format(programme.fieldwork_end),
        },
        "set_up_method": _("%(count)d contacts for each company: %(key)s")
        % {
            "count": fieldwork.contacts_per_company,
            "key": ", ".join(
                f"{channel.label} {fieldwork.channel_key[channel]}"
                for channel in Channel
                if channel in fieldwork.channel_key
            ),
        },
        "set_up_checklist": _("Version %(version)d") % {"version": version.version},
        "set_up_scenarios": ngettext("%(count)d scenario", "%(count)d scenarios", state.scenarios)
        % {"count": state.scenarios},
        "set_up_categories": _("What companies compete in"),
        "set_up_companies": _("%(companies)d companies, %(contacts)d contacts")
        % {"companies": state.companies, "contacts": state.contacts},
        "programme_terms": _("What a call pays, cut-off day, preview"),
    }


def in_words(missing: Missing) -> str:
    """One thing that is missing, in a sentence."""
    named = ", ".join(missing.what[:_NAMED])
    if len(missing.what) > _NAMED:
        named = _("%(names)s and %(count)d more") % {
            "names": named,
            "count": len(missing.what) - _NAMED,
        }
    sentences = {
        Lack.PERIOD_OVER: _("The period is over already."),
        Lack.METHOD: _("Method and checklist do not fit: %(named)s."),
        Lack.CHECKLIST_DRAFT: _("The checklist is a draft: publish it."),
        Lack.CHANNEL_UNASKED: _("The checklist asks nothing on: %(named)s."),
        Lack.NO_SCENARIO: _("There is no scenario yet."),
        Lack.SCENARIO_UNFINISHED: _("Something is not written yet in: %(named)s."),
        Lack.SCENARIO_UNKNOWN: _("The method counts scenarios that are not there: %(named)s."),
        Lack.NO_COMPANY: _("No company takes part yet."),
        Lack.CATEGORY_SMALL: _("Fewer companies than the method asks for: %(named)s."),
        Lack.COMPANY_WITHOUT_CHANNEL: _("No channel of the method: %(named)s."),
        Lack.CONTACT_POINT: _("Nobody has said where to reach: %(named)s."),
        Lack.NOT_CONFIRMED: _("Nobody has confirmed where to reach: %(named)s."),
    }
    sentence = sentences[missing.lack]
    return sentence % {"named": named} if missing.what else sentence


def _note(note: Note, count: int) -> str:
    return {
        Note.PRIVACY_MODE: ngettext(
            "%(count)d company is tested in privacy mode.",
            "%(count)d companies are tested in privacy mode.",
            count,
        )
        % {"count": count},
        Note.NO_PACKAGE: ngettext(
            "%(count)d company has signed up without a package.",
            "%(count)d companies have signed up without a package.",
            count,
        )
        % {"count": count},
        Note.NO_FEE: _("No fee is suggested for a call."),
        Note.NO_HOLIDAYS: _("Calls are made on public holidays too: the method names no country."),
    }[note]

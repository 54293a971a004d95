"""The pages of a set-up: their addresses, and a coordinator at them."""

from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from shoppers.models import User
from tests import people
from tests.factories.setting_up import NEXT

YEAR = str(NEXT)
READING: dict[str, tuple[str, ...]] = {
    "set_up": (),
    "set_up_companies": (),
    "set_up_scenarios": (),
    "set_up_categories": (),
    "set_up_checklist": (),
    "preview_checklist": (),
    "checklist_file": (),
    "companies_file": (),
}
FORMS: dict[str, tuple[str, ...]] = {
    "set_up_facts": (),
    "set_up_method": (),
    "set_up_contacts": (),
    "start_programme": (),
    "add_company": (),
    "set_up_company": ("alfa",),
    "set_up_points": ("alfa",),
    "take_out_company": ("alfa",),
    "new_scenario": (),
    "set_up_scenario": ("ask",),
    "take_out_scenario": ("ask",),
    "new_category": (),
    "set_up_category": ("bank",),
    "take_out_category": ("bank",),
    "read_checklist": (),
    "read_companies": (),
    "new_section": (),
    "set_up_section": ("waiting",),
    "take_out_section": ("waiting",),
    "set_up_question": ("wait",),
    "take_out_question": ("wait",),
}
PRESSES: dict[str, tuple[str, ...]] = {
    "begin_checklist_draft": (),
    "discard_checklist_draft": (),
    "publish_checklist": (),
    "move_in_checklist": (),
    "add_question": ("waiting",),
}
PAGES = {**READING, **FORMS, **PRESSES}


def signed_in(user: User) -> Browser:
    """Her browser, in English."""
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def page_of(page: str, year: str = YEAR) -> str:
    """The page of the year."""
    return reverse(page, args=[year, *PAGES[page]])


def shown(desk: Browser, address: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    form = desk.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }

"""Addresses of a year's set-up, below `desk/`."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.setting_up.checklist_sheet import (
    checklist_file,
    preview_checklist,
    read_checklist,
)
from evaluations.web.views.setting_up.company_sheet import companies_file, read_companies
from evaluations.web.views.setting_up.edit_checklist import (
    add_question,
    move_in_checklist,
    new_section,
    set_up_question,
    set_up_section,
    take_out_question,
    take_out_section,
)
from evaluations.web.views.setting_up.set_up_categories import (
    new_category,
    set_up_categories,
    set_up_category,
    take_out_category,
)
from evaluations.web.views.setting_up.set_up_checklist import (
    begin_checklist_draft,
    discard_checklist_draft,
    publish_checklist,
    set_up_checklist,
)
from evaluations.web.views.setting_up.set_up_companies import (
    add_company,
    set_up_companies,
    set_up_company,
    set_up_points,
    take_out_company,
)
from evaluations.web.views.setting_up.set_up_scenarios import (
    new_scenario,
    set_up_scenario,
    set_up_scenarios,
    take_out_scenario,
)

_SET_UP = "programmes/<slug:year>/set-up/"
_COMPANY = f"{_SET_UP}companies/<slug:company>/"
_SCENARIO = f"{_SET_UP}scenarios/<slug:scenario>/"
_CATEGORY = f"{_SET_UP}categories/<slug:category>/"
_CHECKLIST = f"{_SET_UP}checklist/"
_SECTION = f"{_CHECKLIST}sections/<slug:section>/"
_QUESTION = f"{_CHECKLIST}questions/<slug:question>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_SET_UP}companies/", set_up_companies, name="set_up_companies"),
    path(f"{_SET_UP}new-company/", add_company, name="add_company"),
    path(f"{_SET_UP}companies-file/", companies_file, name="companies_file"),
    path(f"{_SET_UP}read-companies/", read_companies, name="read_companies"),
    path(_COMPANY, set_up_company, name="set_up_company"),
    path(f"{_COMPANY}points/", set_up_points, name="set_up_points"),
    path(f"{_COMPANY}take-out/", take_out_company, name="take_out_company"),
    path(f"{_SET_UP}scenarios/", set_up_scenarios, name="set_up_scenarios"),
    path(f"{_SET_UP}new-scenario/", new_scenario, name="new_scenario"),
    path(_SCENARIO, set_up_scenario, name="set_up_scenario"),
    path(f"{_SCENARIO}take-out/", take_out_scenario, name="take_out_scenario"),
    path(f"{_SET_UP}categories/", set_up_categories, name="set_up_categories"),
    path(f"{_SET_UP}new-category/", new_category, name="new_category"),
    path(_CATEGORY, set_up_category, name="set_up_category"),
    path(f"{_CATEGORY}take-out/", take_out_category, name="take_out_category"),
    path(_CHECKLIST, set_up_checklist, name="set_up_checklist"),
    path(f"{_CHECKLIST}draft/", begin_checklist_draft, name="begin_checklist_draft"),
    path(f"{_CHECKLIST}discard/", discard_checklist_draft, name="discard_checklist_draft"),
    path(f"{_CHECKLIST}publish/", publish_checklist, name="publish_checklist"),
    path(f"{_CHECKLIST}preview/", preview_checklist, name="preview_checklist"),
    path(f"{_CHECKLIST}file/", checklist_file, name="checklist_file"),
    path(f"{_CHECKLIST}read/", read_checklist, name="read_checklist"),
    path(f"{_CHECKLIST}move/", move_in_checklist, name="move_in_checklist"),
    path(f"{_CHECKLIST}new-section/", new_section, name="new_section"),
    path(_SECTION, set_up_section, name="set_up_section"),
    path(f"{_SECTION}new-question/", add_question, name="add_question"),
    path(f"{_SECTION}take-out/", take_out_section, name="take_out_section"),
    path(_QUESTION, set_up_question, name="set_up_question"),
    path(f"{_QUESTION}take-out/", take_out_question, name="take_out_question"),
]

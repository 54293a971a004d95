"""Addresses of the shoppers on the desk; included under `desk/shoppers/`."""

from django.urls import URLPattern, URLResolver, path

from evaluations.web.views.field.acts import hand_over
from evaluations.web.views.roster.admit_shoppers import admit_shoppers
from evaluations.web.views.roster.application_doors import application_doors
from evaluations.web.views.roster.applications import (
    accept_application,
    application,
    applications,
    decline_application,
)
from evaluations.web.views.roster.invitations import invitations
from evaluations.web.views.roster.recruiting import edit_shopper, give_login, invite_shopper
from evaluations.web.views.roster.roster import shoppers
from evaluations.web.views.roster.shopper import shopper
from evaluations.web.views.roster.shopper_absences import remove_shopper_absence, shopper_absences
from evaluations.web.views.roster.shopper_notes import add_shopper_note
from evaluations.web.views.roster.shopper_steps import add_relation, admit_shopper, remove_relation

_SHOPPER = "<slug:shopper>/"
_APPLICATION = "applications/<uuid:application>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", shoppers, name="shoppers"),
    path("invite/", invite_shopper, name="invite_shopper"),
    path("admissions/", admit_shoppers, name="admit_shoppers"),
    path("applications/", applications, name="applications"),
    path("applications/taking/", application_doors, name="application_doors"),
    path(_APPLICATION, application, name="application"),
    path(f"{_APPLICATION}accept/", accept_application, name="accept_application"),
    path(f"{_APPLICATION}decline/", decline_application, name="decline_application"),
    path("invitations/", invitations, name="invitations"),
    path(_SHOPPER, shopper, name="shopper"),
    path(f"{_SHOPPER}invite/", give_login, name="give_login"),
    path(f"{_SHOPPER}hand-over/", hand_over, name="hand_over"),
    path(f"{_SHOPPER}edit/", edit_shopper, name="edit_shopper"),
    path(f"{_SHOPPER}notes/add/", add_shopper_note, name="add_shopper_note"),
    path(f"{_SHOPPER}away/", shopper_absences, name="shopper_absences"),
    path(
        f"{_SHOPPER}away/<int:absence>/remove/",
        remove_shopper_absence,
        name="remove_shopper_absence",
    ),
    path(f"{_SHOPPER}admission/", admit_shopper, name="admit_shopper"),
    path(f"{_SHOPPER}relations/add/", add_relation, name="add_relation"),
    path(f"{_SHOPPER}relations/remove/", remove_relation, name="remove_relation"),
]

"""Forms: errors first with links, every control wired to its label, help and error."""

import re
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.html import format_html
from pytest_django.asserts import assertInHTML

from tests.config.rendering import EVIL, SAFE, icon, render, render_at


class Profile(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(
        label="E-mail",
        help_text="We write to it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = forms.CharField(label="Phone", required=False)
    channel = forms.ChoiceField(
        label="Channel",
        choices=[
            ("phone", format_html("{}<small>{}</small>", "Phone", "by voice")),
            ("chat", EVIL),
        ],
        widget=forms.RadioSelect(attrs={"class": "scale"}),
    )
    agreed = forms.BooleanField(label="I agree")
    step = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The parts have to fit each other."""
        if self.data.get("email") == "both":
            raise forms.ValidationError("The parts do not fit.")
        return self.cleaned_data


def _wrong() -> str:
    return str(Profile({"email": EVIL}))


def test_new_form_has_no_errors() -> None:
    shown = str(Profile())

    assert "error" not in shown
    assert "invalid" not in shown


def test_field_has_label_control_and_help_wired_together() -> None:
    shown = str(Profile())

    assertInHTML('<label class="label" for="id_email">E-mail</label>', shown)
    assertInHTML(
        '<input type="email" name="email" maxlength="320" required id="id_email"'
        ' autocomplete="email" inputmode="email" aria-describedby="id_email_helptext">',
        shown,
    )
    assertInHTML('<div class="help" id="id_email_helptext">We write to it.</div>', shown)


def test_optional_field_says_so_and_a_required_one_does_not() -> None:
    shown = str(Profile())

    assertInHTML(
        '<label class="label" for="id_phone">Phone'
        ' <span class="optional">(optional)</span></label>',
        shown,
    )
    assert shown.count("(optional)") == 1


def test_choices_are_rows_in_a_fieldset_with_a_legend() -> None:
    shown = str(Profile())

    assertInHTML('<legend class="label">Channel</legend>', shown)
    assert '<div class="choices scale" id="id_channel">' in shown
    assertInHTML(
        '<label class="choice" for="id_channel_0"><input type="radio" name="channel" value="phone"'
        ' required class="scale" id="id_channel_0">'
        "<span>Phone<small>by voice</small></span></label>",
        shown,
    )
    assert f"<span>{SAFE}</span>" in shown


def test_checkbox_stands_before_its_label() -> None:
    assertInHTML(
        '<label class="choice" for="id_agreed">'
        '<input type="checkbox" name="agreed" required id="id_agreed">'
        "<span>I agree</span></label>",
        str(Profile()),
    )


def test_hidden_field_has_no_label() -> None:
    shown = str(Profile())

    assertInHTML('<input type="hidden" name="step" id="id_step">', shown)
    assert 'for="id_step"' not in shown


def test_wrong_field_is_marked_and_wired_to_its_error() -> None:
    shown = _wrong()

    assertInHTML(
        f'<input type="email" name="email" value="{SAFE}" maxlength="320" required id="id_email"'
        ' autocomplete="email" inputmode="email" aria-invalid="true"'
        ' aria-describedby="id_email_helptext id_email_error">',
        shown,
    )
    assertInHTML(
        f'<div class="errors" id="id_email_error"><p class="error">{icon("alert")}'
        "<span>Enter a valid email address.</span></p></div>",
        shown,
    )
    assert shown.count('class="field invalid"') == 3
    fieldset = shown[shown.index("<fieldset") :].partition(">")[0]
    assert 'class="field invalid"' in fieldset
    assert 'aria-describedby="id_channel_error"' in fieldset


def test_summary_comes_first_is_announced_and_leads_to_each_field() -> None:
    shown = _wrong().strip()

    assert shown.startswith(
        '<div class="notice notice-bad error-summary" role="alert" tabindex="-1" autofocus>'
    )
    assertInHTML("<strong>Something needs a correction</strong>", shown)
    links = [
        '<li><a href="#id_email">E-mail: Enter a valid email address.</a></li>',
        '<li><a href="#id_channel_0">Channel: This field is required.</a></li>',
        '<li><a href="#id_agreed">I agree: This field is required.</a></li>',
        "<li>Step: This field is required.</li>",
    ]
    assertInHTML(f"<ul>{''.join(links)}</ul>", shown)


def test_error_of_the_whole_form_is_in_the_summary() -> None:
    assertInHTML("<li>The parts do not fit.</li>", str(Profile({"email": "both"})))


def test_summary_of_a_form_without_ids_has_no_links() -> None:
    shown = render("{% error_summary form %}", form=Profile({"email": ""}, auto_id=False))

    assertInHTML("<li>E-mail: This field is required.</li>", shown)
    assert "<a" not in shown


def test_summary_puts_no_colon_behind_a_question() -> None:
    class Asked(forms.Form):
        why = forms.CharField(label="Why?")

    shown = render("{% error_summary form %}", form=Asked({}))

    assertInHTML('<a href="#id_why">Why? This field is required.</a>', shown)


def test_summary_of_a_form_without_errors_is_nothing() -> None:
    assert render("{% error_summary form %}", form=Profile()).strip() == ""


def test_grouped_choices_are_named_by_their_group() -> None:
    class Grouped(forms.Form):
        company = forms.MultipleChoiceField(
            choices=[("Bank", [("1", "Nordfjord Bank")]), ("Power", [("2", "Elvekraft")])],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    shown = str(Grouped({"company": ["2"]}))

    assertInHTML('<p class="choices-group">Bank</p>', shown)
    assertInHTML(
        '<label class="choice" for="id_company_1_0"><input type="checkbox" name="company" value="2"'
        ' id="id_company_1_0" checked><span>Elvekraft</span></label>',
        shown,
    )


def test_formset_shows_its_own_errors_and_every_form() -> None:
    formset = formset_factory(Profile, max_num=1, validate_max=True)(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-email": "a@example.com",
            "form-1-email": "b@example.com",
        }
    )

    shown = str(formset)

    assertInHTML('<p class="error">Please submit at most 1 form.</p>', shown)
    assert 'name="form-TOTAL_FORMS"' in shown
    assert 'id="id_form-0-email"' in shown
    assert 'id="id_form-1-email"' in shown


class Filters(forms.Form):
    """What a list may be narrowed to."""

    q = forms.CharField(label="Search", required=False, max_length=3)
    order = forms.CharField(required=False, widget=forms.HiddenInput)


def test_filter_bar_keeps_its_choice_in_the_address() -> None:
    shown = render_at(
        "/list/",
        '{% filter_bar form clear_url="/list/" result="2 companies" %}',
        form=Filters({"q": "ab", "order": "name"}),
    )

    begun = re.search("<form([^>]*)>", shown)
    assert begun is not None
    assert begun[1].split(maxsplit=3) == [
        'class="filters"',
        'method="get"',
        'role="search"',
        'aria-label="Filter the list"\n',
    ]
    assertInHTML('<label for="id_q">Search</label>', shown)
    assertInHTML('<input type="text" name="q" value="ab" maxlength="3" id="id_q">', shown)
    assertInHTML('<input type="hidden" name="order" value="name" id="id_order">', shown)
    assertInHTML('<button class="button">Show</button>', shown)
    assertInHTML('<a class="button quiet" href="/list/">Clear filters</a>', shown)
    assertInHTML('<p class="filters-result" role="status">2 companies</p>', shown)
    assert "csrf" not in shown


def test_filter_bar_says_what_is_wrong_beside_the_field() -> None:
    shown = render_at("/list/", "{% filter_bar form %}", form=Filters({"q": "too long"}))

    assert 'aria-describedby="id_q_error"' in shown
    assertInHTML(
        '<p class="error" id="id_q_error">'
        "Ensure this value has at most 3 characters (it has 8).</p>",
        shown,
    )
    assert "Clear filters" not in shown

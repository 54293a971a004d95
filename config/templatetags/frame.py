"""The pieces pages are made of: each tag renders one template under `components/`.

A tag sees only what it is given, so a page's own variables never leak into a piece. Texts come
translated from the caller; the few words the pieces say themselves are in their templates.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _

from shoppers.web.notation import in_percent, whole, with_counts_apart

register = template.Library()
register.filter(whole)

Values = dict[str, object]
Number = int | float | Decimal

TONE_ICONS = {
    "neutral": "circle",
    "info": "info",
    "good": "check",
    "warn": "alert",
    "bad": "cross",
}
# The levels of django.contrib.messages speak of the same states in other words.
MESSAGE_TONES = {"debug": "neutral", "success": "good", "warning": "warn", "error": "bad"}


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    """Code and name of each language, each name in that language itself."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


@register.simple_tag
def percent_sign() -> str:
    """The sign as it follows a number in the reader's language."""
    return in_percent("")


@register.inclusion_tag("components/icon.html")
def icon(name: str, *, label: str = "") -> Values:
    """Draw an icon of `components/icons`; without a label it is decoration."""
    return {"drawing": f"components/icons/{name}.html", "label": label}


@register.filter
def tone_icon(tone: str) -> str:
    """Name the icon that goes with a tone."""
    return TONE_ICONS[tone]


@register.inclusion_tag("components/chip.html")
def chip(label: str, *, tone: str = "neutral", icon: str = "") -> Values:
    """Name a state: an icon and a word, never a colour alone."""
    return {"label": label, "tone": tone, "icon": icon or tone_icon(tone)}


@register.inclusion_tag("components/notice.html")
def notice(text: str, *, tone: str = "info", title: str = "") -> Values:
    """Say what happened, what it means, what to do. Takes message levels as tones too."""
    tone = MESSAGE_TONES.get(tone, tone)
    return {"text": text, "tone": tone, "title": title, "icon": tone_icon(tone)}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str, *, action_url: str = "", action_label: str = "", icon: str = "list"
) -> Values:
    """Say why a list is empty and what to do about it."""
    return {
        "title": title,
        "text": text,
        "action_url": action_url,
        "action_label": action_label,
        "icon": icon,
    }


@register.inclusion_tag("components/empty_state.html")
def nothing_fits(title: str, text: str, *, clear_url: str) -> Values:
    """Say that the list has rows, but none that fits the filter."""
    return empty_state(
        title, text, action_url=clear_url, action_label=_("Clear filters"), icon="search"
    )


@register.inclusion_tag("components/progress.html")
def progress(  # noqa: PLR0913 - options of a tag, all named
    label: str,
    value: Number | None,
    *,
    maximum: Number = 100,
    text: str = "",
    state: str = "",
    poll_url: str = "",
) -> Values:
    """Show how far a long work has come; `value` None means that nobody knows yet.

    With `poll_url` the element asks that address every second and is replaced by the answer.
    """
    if not text:
        text = _("Not started") if value is None else _percent(value, maximum)
    return {
        "label": label,
        "value": value,
        "maximum": maximum,
        "text": text,
        "state": state,
        "poll_url": poll_url,
    }


@register.inclusion_tag("components/bar.html")
def bar(
    value: Number | None,
    *,
    own: bool = False,
    low: Number | None = None,
    high: Number | None = None,
    label: str = "",
) -> Values:
    """Draw a value of 0 to 100 as a bar; with `low` and `high`, a whisker between them."""
    span = None if low is None or high is None else float(high) - float(low)
    return {"value": value, "own": own, "low": low, "high": high, "span": span, "label": label}


@register.inclusion_tag("components/figures.html")
def figures(items: Iterable[Mapping[str, object]]) -> Values:
    """Show a few figures large: label, value (formatted), unit, note, explain."""
    return {"items": items}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[str, object]], *, name: str = "") -> Values:
    """List terms and their values; a `name` lets a page's styles find the list."""
    return {"facts": pairs, "name": name}


@register.inclusion_tag("components/explain.html")
def explain(term: str, text: str) -> Values:
    """Keep the definition of a figure one tap away."""
    return {"term": term, "text": text}


@register.inclusion_tag("components/sort_header.html")
def sort_header(  # noqa: PLR0913 - options of a tag, all named
    key: str, label: str, *, unit: str = "", numeric: bool = False, current: str = "", at: str = ""
) -> Values:
    """Head of a sortable column; `current` is the view's sort key, with a minus when descending.

    Words start from A, numbers from the highest; a second click turns the order round. `at` is the
    list's own address, for a page that also answers elsewhere.
    """
    ascending, descending = key, f"-{key}"
    if current == ascending:
        order, arrow, target = "ascending", "arrow-up", descending
    elif current == descending:
        order, arrow, target = "descending", "arrow-down", ascending
    else:
        order, arrow, target = "", "", descending if numeric else ascending
    return {
        "label": label,
        "unit": unit,
        "numeric": numeric,
        "order": order,
        "arrow": arrow,
        "target": target,
        "at": at,
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(
    context: template.Context,
    page: Page[Any],
    *,
    name: str = "page",
    label: str = "",
    at: str = "",
) -> Values:
    """Walk through a long list page by page, keeping filter and order.

    Where a page has several lists, each has its own `name` in the address and its own `label`. `at`
    is as for sort_header.
    """
    request = context.get("request")
    here = request.GET.copy() if request else QueryDict(mutable=True)

    def address(number: int) -> str:
        here[name] = str(number)
        return f"{at}?{here.urlencode()}"

    return {
        "page": page,
        "label": label,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(
    form: BaseForm, *, clear_url: str = "", result: str = "", label: str = "", at: str = ""
) -> Values:
    """Show a form as filters that live in the address, so that a view can be shared.

    Where a page has several lists, `label` says which one is filtered. `at` is as for sort_header.
    """
    return {
        "form": form,
        "clear_url": clear_url,
        "result": with_counts_apart(result),
        "label": label,
        "at": at,
    }


@register.inclusion_tag("components/confirm.html")
def confirm(  # noqa: PLR0913 - options of a tag, all named
    url: str,
    button: str,
    *,
    text: str = "",
    title: str = "",
    danger: bool = False,
    cancel_url: str = "",
    hidden: Mapping[str, str] | None = None,
) -> Values:
    """Ask before something is done: what happens, one button that does it, one way back."""
    return {
        "url": url,
        "button": button,
        "text": text,
        "title": title,
        "danger": danger,
        "cancel_url": cancel_url,
        "hidden": hidden or {},
    }


@register.inclusion_tag("components/copyable.html")
def copyable(value: str, label: str, *, note: str = "") -> Values:
    """Show a code or key to take along, with a copy button where the browser allows one."""
    return {"value": value, "label": label, "note": note}


@register.inclusion_tag("components/saved.html")
def saved(text: str, *, at: str = "") -> Values:
    """Say quietly what is kept and since when."""
    return {"text": text, "at": at}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Mapping[str, str]]) -> Values:
    """Show the way from the whole to this part; the last crumb has no url."""
    return {"crumbs": crumbs}


@register.inclusion_tag("components/year_switch.html")
def year_switch(years: Iterable[Mapping[str, object]]) -> Values:
    """Switch the year of what is shown: label, url, current."""
    years = list(years)
    return {"years": years, "current": next((year for year in years if year.get("current")), None)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> Values:
    """List what is wrong in a form, each line a link to its field."""
    return {
        "general": form.non_field_errors(),
        "fields": [
            {"target": _target(form, name), "label": form[name].label, "errors": errors}
            for name, errors in form.errors.items()
            if name in form.fields
        ],
    }


def _target(form: BaseForm, name: str) -> str:
    """Id of the control to go to; a group of choices is entered at its first."""
    field = form[name]
    if field.is_hidden or not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


def _percent(value: Number, maximum: Number) -> str:
    """Whole percent in the reader's notation, never 100 before the work is done."""
    share = 100 * float(value) / float(maximum) if maximum else 100.0
    return in_percent(whole(int(share)))

"""How forms look: every `{{ form }}` of the product comes out in the frame's own markup."""

from django.forms.renderers import TemplatesSetting


class FrameRenderer(TemplatesSetting):
    """Error summary first, then label, help, control and error of each field, all wired.

    It reads the project's template folders, so the widget templates under
    `config/templates/django/forms` come before Django's own.
    """

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"

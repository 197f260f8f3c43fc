"""How forms are drawn: with our own templates, found in the rooms."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Designsystemet's fields for every form."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """One look for every form, ours and the sign-in library's."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

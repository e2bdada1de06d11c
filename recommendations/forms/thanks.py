from django import forms
from django.utils.translation import gettext_lazy as _

from people.words import AT_MOST
from recommendations.models import Thanks


class ThanksForm(forms.ModelForm):
    class Meta:
        model = Thanks
        fields = ("words",)
        labels = {"words": _("What would you like to say to them?")}
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"words": {"max_length": AT_MOST}}

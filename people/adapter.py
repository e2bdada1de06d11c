from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.http import HttpRequest

from people.forms import how_field
from people.joining import invitation_held, keepsakes, tie_on_joining

# The library's fields in our words: label, and what to say when nothing was typed.
WORDS = {
    "email": ("E-mail address", "Enter your e-mail address."),
    "login": ("E-mail address", "Enter your e-mail address."),
    "password": ("Password", "Enter your password."),
    "oldpassword": ("Your password now", "Enter the password you have now."),
    "password1": ("New password", "Enter a password."),
    "password2": ("New password, again", "Enter the same password again."),
    "code": ("Code", "Enter the code from the e-mail."),
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or invitation_held(request) is not None

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data["name"]
        invitation = invitation_held(request)
        user.invited_by = invitation and invitation.inviter
        return super().save_user(request, user, form, commit)

    def logout(self, request):
        """Whoever gives up halfway through joining, to sign in instead, still holds their invitation."""
        kept = {} if request.user.is_authenticated else keepsakes(request)
        super().logout(request)
        request.session.update(kept)

    def post_login(self, request, user, **options):
        response = super().post_login(request, user, **options)
        return tie_on_joining(request, user) or response


def in_our_words(form: forms.BaseForm) -> None:
    for name, (label, missing) in WORDS.items():
        if field := form.fields.get(name):
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= {"required": missing}
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an e-mail address like name@example.com."


def worded(form_class: type[forms.BaseForm]) -> Any:
    class Worded(form_class):  # type: ignore[misc, valid-type]
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            in_our_words(self)

    return Worded


LoginForm = worded(allauth_forms.LoginForm)
ConfirmLoginCodeForm = worded(allauth_forms.ConfirmLoginCodeForm)
AddEmailForm = worded(allauth_forms.AddEmailForm)
SetPasswordForm = worded(allauth_forms.SetPasswordForm)
ChangePasswordForm = worded(allauth_forms.ChangePasswordForm)
ResetPasswordKeyForm = worded(allauth_forms.ResetPasswordKeyForm)
ResetPasswordForm = worded(allauth_forms.ResetPasswordForm)
ReauthenticateForm = worded(allauth_forms.ReauthenticateForm)


class RequestLoginCodeForm(worded(allauth_forms.RequestLoginCodeForm)):  # type: ignore[misc]
    def clean(self):
        cleaned = super().clean()
        # Whoever was imported has proved no address yet; the code that is sent now does.
        person = getattr(self, "_user", None)
        if person and not EmailAddress.objects.filter(user=person).exists():
            EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
        return cleaned


class SignupForm(worded(allauth_forms.SignupForm)):  # type: ignore[misc]
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Else whoever joins with another's address could know the password when its owner proves it by a code.
        del self.fields["password1"]


class InvitedSignupForm(SignupForm):
    how = how_field("How do you know them?")

    field_order = ["name", "email", "how"]

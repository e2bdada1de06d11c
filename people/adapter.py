import logging
from datetime import timedelta
from functools import partial
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from people import door
from people.devices import elsewhere, note_device
from people.forms import how_field, how_they_know
from people.joining import invitation_held, keepsakes, said_before, tie_on_joining, unproved
from people.passwords import shortest
from people.reauthentication import ask_for_proof, proved_lately

logger = logging.getLogger(__name__)

# Longer than the library waits before it sends another code.
BEGINS_AGAIN = timedelta(seconds=15)

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
# How a person may show that it is they, the surest first.
WAYS = {
    "mfa_reauthenticate:webauthn": "Use a passkey",
    "mfa_reauthenticate": "Use your authenticator app, or a recovery code",
    "reauthenticate": "Use your password",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": "That is your address already.",
        "email_taken": "This address cannot be used. Enter another.",
        "email_password_mismatch": "This is not the password of this address.",
        "enter_current_password": "This is not the password you have now.",
        "incorrect_code": "This code is not right. Look again.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "That was tried many times. Wait a few minutes, then try again.",
        "same_as_current": "That is what it is now. Enter another.",
        "too_many_login_attempts": "That was tried many times. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or invitation_held(request) is not None

    def save_user(self, request, user, form, commit=True):
        user.name, user.place = form.cleaned_data["name"], form.cleaned_data["place"]
        invitation = invitation_held(request)
        user.invited_by = invitation and invitation.inviter
        user.joining = True
        return super().save_user(request, user, form, commit)

    def pre_login(self, request, user, **options):
        return None if user.rests else super().pre_login(request, user, **options)

    def login(self, request, user):
        if user.rests:
            # Here, after every step of signing in: half a sign-in wakes nobody.
            user.set_active(True)
            messages.success(request, "Welcome back. All that is yours is here again.")
        super().login(request, user)
        note_device(request)

    def logout(self, request):
        """Whoever gives up halfway through joining, to sign in instead, still holds their invitation."""
        kept = {} if request.user.is_authenticated else keepsakes(request)
        super().logout(request)
        request.session.update(kept)

    def post_login(self, request, user, **options):
        response = super().post_login(request, user, **options)
        return (user.joining and tie_on_joining(request, user)) or response

    def confirm_email(self, request, email_address):
        confirmed = super().confirm_email(request, email_address)
        if confirmed and request.user.is_authenticated:
            # Whoever had the old address may be signed in somewhere.
            elsewhere(request, request.user).end()
        return confirmed

    def set_password(self, user, password):
        super().set_password(user, password)
        elsewhere(self.request, user).end()

    def get_password_change_redirect_url(self, request):
        return reverse(settings.YOU_URL)

    def is_reauthentication_required(self, *, app, **options):
        """The library would let everyone pass who has neither password nor passkey."""
        if not proved_lately(self.request):
            ask_for_proof(self.request)
        return False

    def get_reauthentication_methods(self, user):
        offered = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        ways = [offered[key] | {"description": words} for key, words in WAYS.items() if key in offered]
        # Not for whoever has a second step: else the mailbox alone could take it off.
        if user.is_authenticated and not any(way["id"].startswith("mfa") for way in ways):
            url = reverse("account_reauthenticate_by_code")
            ways.append({"id": "reauthenticate_by_code", "description": "Get a code by e-mail", "url": url})
        return ways

    def send_mail(self, template_prefix, email, context):
        """All that the library sends comes by here. There is no right to ask for: it goes to the address that was
        typed, or to the member's own, and tells of nobody else."""
        context = {"request": self.request, "email": email} | context
        try:
            door.send_out(partial(self.render_mail, template_prefix, email, context), door.MailServer())
        except door.NotCarriedError as fault:
            logger.warning("A mail could not be sent: %s", type(fault.__cause__).__name__)
            raise ImmediateHttpResponse(render(self.request, "503.html", status=503)) from fault

    def send_notification_mail(self, *args, **options):
        try:
            super().send_notification_mail(*args, **options)
        except ImmediateHttpResponse:
            logger.warning("Somebody was not told of a change to how they sign in.")


def in_our_words(form: forms.BaseForm, words: dict[str, tuple[str, str]]) -> None:
    for name, (label, missing) in words.items():
        if field := form.fields.get(name):
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= {"required": missing}
            if field.help_text and name in ("password", "oldpassword"):
                url = reverse("account_reset_password")
                field.help_text = format_html('<a href="{}">Forgotten your password?</a>', url)
            if name == "password1":
                field.help_text = (
                    f"At least {shortest()} letters or signs, and none of the passwords that many people use."
                )
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an e-mail address like name@example.com."


def worded(form_class: type[forms.BaseForm], **words: tuple[str, str]) -> Any:
    class Worded(form_class):  # type: ignore[misc, valid-type]
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            in_our_words(self, WORDS | words)

    return Worded


LoginForm = worded(allauth_forms.LoginForm)
ConfirmLoginCodeForm = worded(allauth_forms.ConfirmLoginCodeForm)
ConfirmAddressForm = worded(allauth_forms.ConfirmEmailVerificationCodeForm)
AddEmailForm = worded(allauth_forms.AddEmailForm, email=("New e-mail address", "Enter the new e-mail address."))
SetPasswordForm = worded(allauth_forms.SetPasswordForm)
ChangePasswordForm = worded(allauth_forms.ChangePasswordForm)
ResetPasswordKeyForm = worded(allauth_forms.ResetPasswordKeyForm)
ReauthenticateForm = worded(allauth_forms.ReauthenticateForm)


class ResetPasswordForm(worded(allauth_forms.ResetPasswordForm)):  # type: ignore[misc]
    def clean_email(self):
        email = super().clean_email()
        self.users = [person for person in self.users if not person.joining]  # type: ignore[has-type]
        return email


class RequestLoginCodeForm(worded(allauth_forms.RequestLoginCodeForm)):  # type: ignore[misc]
    def clean_email(self):
        email = super().clean_email()
        # The library looks for active people only; whoever rests comes back this way.
        if email and self._user is None:  # type: ignore[has-type]
            found = filter_users_by_email(email, is_active=False, prefer_verified=True, for_login=True)
            self._user = next((person for person in found if person.rests), None)
        # Of whoever is joining nobody knows yet whose the address is: as if it were unknown.
        if self._user and self._user.joining:
            self._user = None
        return email

    def clean(self):
        cleaned = super().clean()
        # Whoever was imported has proved no address yet; the code that is sent now does.
        person = getattr(self, "_user", None)
        if person and not EmailAddress.objects.filter(user=person).exists():
            EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
        return cleaned


class SignupForm(worded(allauth_forms.SignupForm)):  # type: ignore[misc]
    field_order = ["name", "email", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Else whoever joins with another's address could know the password when its owner proves it by a code.
        del self.fields["password1"]

    def clean_email(self):
        # Whoever begins once more, perhaps in another browser, gets a code again; so does the owner of an address
        # that somebody else typed in.
        begun_before = unproved(since=timezone.now() - BEGINS_AGAIN)
        begun_before.filter(email__iexact=self.cleaned_data["email"]).delete()
        return super().clean_email()


class InvitedSignupForm(SignupForm):
    how = how_field("How do you know them?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The library hands its forms no request.
        if held := invitation_held(context.request):
            how_they_know(self.fields["how"], held.inviter.first_name)
            self.fields["how"].initial = said_before(context.request, held)

    field_order = ["name", "email", "how", "place"]

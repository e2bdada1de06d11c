from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import RateLimitUsage
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.codes import CodeField, in_groups, new_code, sign_of_code
from people.devices import device_known_for, elsewhere, note_device
from people.emails import language_at
from people.forms import how_field, how_they_know
from people.framed import in_our_frame
from people.joining import invitation_held, keepsakes, said_before, tie_on_joining, unproved
from people.passwords import shortest
from people.rations import PastRationError, count, ration_asked_for, without_mapping
from people.reauthentication import ask_for_proof, proved_lately
from people.sign_in_mails import SIGN_IN_MAIL_LASTS, write_sign_in_mail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SIGN_IN_CODE_LASTS = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
# Longer than the library waits before it sends another code.
BEGINS_AGAIN = timedelta(seconds=15)

# The library's fields in our words: label, and what to say when nothing was typed.
WORDS = {
    "email": (gettext_lazy("E-mail address"), gettext_lazy("Enter your e-mail address.")),
    "login": (gettext_lazy("E-mail address"), gettext_lazy("Enter your e-mail address.")),
    "password": (gettext_lazy("Password"), gettext_lazy("Enter your password.")),
    "oldpassword": (gettext_lazy("Your password now"), gettext_lazy("Enter the password you have now.")),
    "password1": (gettext_lazy("New password"), gettext_lazy("Enter a password.")),
    "password2": (gettext_lazy("New password, again"), gettext_lazy("Enter the same password again.")),
}
# How a person may show that it is they, the surest first.
WAYS = {
    "mfa_reauthenticate:webauthn": gettext_lazy("Use a passkey"),
    "mfa_reauthenticate": gettext_lazy("Use your authenticator app, or a recovery code"),
    "reauthenticate": gettext_lazy("Use your password"),
}


# The last codes that were sent: one that was not is nobody's to guess.
CODES_SENT, MOST_AWAITED = "sent_codes", 4
# The mail whose link works in any browser. Others lead no further than to a form.
WITH_A_WAY_IN = "account/email/password_reset_key"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "duplicate_email": gettext_lazy("That is your address already."),
        "email_taken": gettext_lazy("This address cannot be used. Enter another."),
        "email_password_mismatch": gettext_lazy("This is not the password of this address."),
        "enter_current_password": gettext_lazy("This is not the password you have now."),
        "incorrect_code": gettext_lazy("This code is not right. Look again."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "rate_limited": gettext_lazy("That was tried many times. Wait a few minutes, then try again."),
        "same_as_current": gettext_lazy("That is what it is now. Enter another."),
        "too_many_login_attempts": gettext_lazy("That was tried many times. Wait a few minutes, then try again."),
    }

    def is_safe_url(self, url: str) -> bool:
        """The library's own raises ValueError of what is no address at all."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or invitation_held(request) is not None

    def save_user(self, request, user, form, commit=True):
        user.name, user.place = form.cleaned_data["name"], form.cleaned_data["place"]
        invitation = invitation_held(request)
        user.invited_by = invitation and invitation.inviter
        user.joining = True
        return super().save_user(request, user, form, commit)

    def pre_login(self, request, user, **options):
        return None if user.may_come_in else super().pre_login(request, user, **options)

    def login(self, request, user):
        if user.rests:
            # Here, after every step of signing in: half a sign-in wakes nobody.
            user.set_active(True)
            if user.is_active:
                with translation.override(user.language):
                    messages.success(request, _("Welcome back. All that is yours is here again."))
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
            request.session.pop("seen", None)  # so that this browser is known for the new one
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
            ways.append({"id": "reauthenticate_by_code", "description": _("Get a code by e-mail"), "url": url})
        return ways

    def generate_login_code(self):
        return in_groups(new_code())

    generate_email_verification_code = generate_login_code

    def get_client_ip(self, request):
        return without_mapping(super().get_client_ip(request))

    def pre_authenticate(self, request, **credentials):
        """Wrong passwords of strangers, wherever they are, do not count where the owner has been signed in."""
        address = credentials.get("email", "")
        if not (device := device_known_for(request, address)):
            return super().pre_authenticate(request, **credentials)
        self._login_failed_rl_usage = count("passwords", address.lower(), device)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")
        return None

    def render_mail(self, template_prefix, email, context, headers=None):
        with translation.override(language_at(email)):
            mail = super().render_mail(template_prefix, email, context, headers)
            html = in_our_frame(f"{template_prefix}_message.txt", mail.subject, context, self.request)
        mail.attach_alternative(html, "text/html")
        return mail

    def send_mail(self, template_prefix, email, context):
        """All that the library sends comes by here, and is left for the worker. There is no right to ask for: it goes
        to the address that was typed, or to the member's own, and tells of nobody else."""
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email} | context)
        try:
            used = self._ration_of(template_prefix, email)
        except PastRationError as past:
            if past.name == "network":
                raise ImmediateHttpResponse(ratelimit.respond_429(self.request)) from past
            return
        code = context.get("code")
        write_sign_in_mail(mail, SIGN_IN_CODE_LASTS if code else SIGN_IN_MAIL_LASTS, used)
        if code:
            sent = self.request.session.get(CODES_SENT, [])
            self.request.session[CODES_SENT] = [*sent, sign_of_code(code)][-MOST_AWAITED:]

    def _ration_of(self, template_prefix, email):
        if not self.asked_for:
            return RateLimitUsage(usage=[])
        return ration_asked_for(self.request, template_prefix == WITH_A_WAY_IN, email)

    # Whether typing in an address is enough for a mail.
    asked_for = True

    def send_notification_mail(self, *args, **options):
        """Of what its receiver has just done. Nobody may keep it from them."""
        self.asked_for = False
        super().send_notification_mail(*args, **options)


def in_our_words(form: forms.BaseForm, words: dict[str, tuple[StrOrPromise, StrOrPromise]]) -> None:
    for name, (label, missing) in words.items():
        if field := form.fields.get(name):
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            field.error_messages |= {"required": missing}
            if field.help_text and name in ("password", "oldpassword"):
                url = reverse("account_reset_password")
                field.help_text = format_html('<a href="{}">{}</a>', url, _("Forgotten your password?"))
            if name == "password1":
                field.help_text = _how_a_password_is()
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Enter an e-mail address like name@example.com.")


def _how_a_password_is() -> str:
    said = ngettext(
        "At least {count} letter or sign, and none of the passwords that many people use.",
        "At least {count} letters or signs, and none of the passwords that many people use.",
        shortest(),
    )
    return said.format(count=shortest())


def worded(form_class: type[forms.BaseForm], **words: tuple[StrOrPromise, StrOrPromise]) -> Any:
    class Worded(form_class):  # type: ignore[misc, valid-type]
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            in_our_words(self, WORDS | words)

    return Worded


def asking_for_a_code(form_class: type[allauth_forms.BaseConfirmCodeForm]) -> Any:
    class Asking(worded(form_class)):  # type: ignore[misc]
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["code"] = CodeField()
            self.fields["code"].widget.attrs["autofocus"] = True
            expected = sign_of_code(self.expected_code or "")  # type: ignore[has-type]
            if expected not in context.request.session.get(CODES_SENT, []):
                self.expected_code = ""

    return Asking


LoginForm = worded(allauth_forms.LoginForm)
ConfirmLoginCodeForm = asking_for_a_code(allauth_forms.ConfirmLoginCodeForm)
ConfirmAddressForm = asking_for_a_code(allauth_forms.ConfirmEmailVerificationCodeForm)
AddEmailForm = worded(
    allauth_forms.AddEmailForm,
    email=(gettext_lazy("New e-mail address"), gettext_lazy("Enter the new e-mail address.")),
)
SetPasswordForm = worded(allauth_forms.SetPasswordForm)
ChangePasswordForm = worded(allauth_forms.ChangePasswordForm)
ReauthenticateForm = worded(allauth_forms.ReauthenticateForm)


class ResetPasswordForm(worded(allauth_forms.ResetPasswordForm)):  # type: ignore[misc]
    def clean_email(self):
        email = super().clean_email()
        self.users = [person for person in self.users if not person.joining]  # type: ignore[has-type]
        return email


class ResetPasswordKeyForm(worded(allauth_forms.ResetPasswordKeyForm)):  # type: ignore[misc]
    def save(self):
        super().save()
        # Whoever was imported has proved no address before; the link that came to it does.
        if not EmailAddress.objects.filter(user=self.user, verified=True).exists():
            own = {"user": self.user, "email": self.user.email}
            EmailAddress.objects.get_or_create(**own, defaults={"primary": True})[0].set_verified()


class RequestLoginCodeForm(worded(allauth_forms.RequestLoginCodeForm)):  # type: ignore[misc]
    def clean_email(self):
        email = super().clean_email()
        # The library looks for active people only; whoever rests comes back this way, or is suspended and reads why.
        if email and self._user is None:  # type: ignore[has-type]
            found = filter_users_by_email(email, is_active=False, prefer_verified=True, for_login=True)
            self._user = next((person for person in found if person.may_come_in), None)
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
    how = how_field(gettext_lazy("How do you know them?"))
    field_order = ["name", "how", "email", "place"]

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        inviter = invitation.inviter.first_name
        how_they_know(self.fields["how"], inviter)
        # The library hands its forms no request.
        self.fields["how"].initial = said_before(context.request, invitation)
        name, email = self.fields["name"], self.fields["email"]
        name.initial = invitation.name
        email.help_text = _("To sign in with. Nobody else sees it.")
        if invitation.email:
            asked = _("If it is not the one that {name} wrote to, {name} is first asked whether it is you.")
            email.help_text += f" {asked.format(name=inviter)}"
        elif not invitation.unasked:
            called = _(
                "As {name} calls you; your friends here see it. If you change it, {name} is first asked whether it is "
                "you."
            )
            name.help_text = called.format(name=inviter)

"""Passkeys, authenticator app and recovery codes: the library's, with our words and a lock on its secrets."""

from __future__ import annotations

import secrets
from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import forms as webauthn_forms
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.adapter import worded
from people.codes import APP_CODE_DIGITS, CodeField
from people.devices import device_name
from people.forms import NameField
from people.models import Person
from people.words import AT_MOST

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

INCORRECT = _("That did not work. Try again, or another way.")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Add a passkey or an authenticator app first."),
        "incorrect_code": INCORRECT,
        "unverified_email": _("Finish changing your e-mail address first."),
    }

    def generate_authenticator_name(self, user, type):  # noqa: A002
        return device_name(self.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}

    def encrypt(self, text):
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _lock().decrypt(encrypted_text).decode()
        except InvalidToken:
            # The key it was locked with is known no longer. What nobody could guess matches no code.
            return b32encode(secrets.token_bytes(20)).decode()


def has_second_step(person: Person) -> bool:
    return is_mfa_enabled(person, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def _lock() -> MultiFernet:
    """So that a copy of the database alone makes no codes."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"whom.second step.{key}".encode()).digest())) for key in keys])


def passkey_name() -> NameField:
    return NameField(
        label=_("Its name"),
        help_text=_("So that you know it from others. Only you see it."),
        max_length=80,
        error_messages={"required": _("Give it a name."), "max_length": AT_MOST},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Ticked(forms.CheckboxInput):
    """The library's script asks this box whether to make a passkey; here it always does."""

    is_hidden = True

    def __init__(self) -> None:
        super().__init__(attrs={"hidden": True})


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = passkey_name()
        self.fields["name"].required = False
        self.fields["passwordless"] = forms.BooleanField(
            initial=True, widget=Ticked, error_messages={"required": INCORRECT}
        )
        self.fields["credential"].error_messages["required"] = INCORRECT


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = passkey_name()


def asking_for_a_kept_code(form_class: type[forms.Form], label: StrOrPromise, missing: StrOrPromise) -> Any:
    class Asking(worded(form_class)):  # type: ignore[misc]
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.fields["code"] = CodeField(APP_CODE_DIGITS, label=label, error_messages={"required": missing})

    return Asking


EITHER = _("Code from your authenticator app, or a recovery code")
AppCodeForm = asking_for_a_kept_code(
    totp_forms.ActivateTOTPForm, _("The code that the app shows"), _("Enter the code from the app.")
)
SecondStepForm = asking_for_a_kept_code(base_forms.AuthenticateForm, EITHER, _("Enter a code."))
SecondStepAgainForm = asking_for_a_kept_code(base_forms.ReauthenticateForm, EITHER, _("Enter a code."))

"""Codes are digits, read out of whatever is pasted, and asked for with a numeric keypad."""

import re

import pytest
from allauth.core import context
from django import forms
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory

from people.adapter import ConfirmAddressForm, ConfirmLoginCodeForm
from people.codes import APP_CODE_DIGITS, CODE_DIGITS, CodeField, codes_in, in_groups, new_code
from people.reauthentication import CodeForm
from people.second_step import AppCodeForm, SecondStepAgainForm, SecondStepForm
from recommendations.forms import CaseCodeForm
from tests.people.test_signing_in import CODE, code_in, signed_in

READ = [
    "12345678",
    "1234 5678",
    " 1234-5678\n",
    "1234–5678",
    "1234 — 5678",
    "1234\u00a05678",
    "1234\u200b5678\u200e",
    "12 34 56 78",
    "1 2 3 4 5 6 7 8",
    "12345678",
    "١٢٣٤ ٥٦٧٨",
    "“1234 5678”.",
    "Your code is 1234-5678, it lasts 5 minutes",
    "Here is your code to sign in to Whom:\n\n1234 5678\n\nIt works for 10 minutes. Sent on 28 November 2026 at 21:42.",
    "12345678 12345678",
    "1234 5678 1234 5678",
    "1234 5678 10 minutes",
    "code:12345678Type it in",
]
UNREAD = ["", "1234567", "123456789", "1234 56789", "WRONGCODE", "1234,5678", "+44 1134 960001", "5 minutes", "É"]


@pytest.mark.parametrize("text", READ)
def test_a_code_is_read_out_of_what_is_pasted(text):
    assert codes_in(text) == {"12345678"}


@pytest.mark.parametrize("text", UNREAD)
def test_no_code_is_read_where_there_is_none(text):
    assert codes_in(text) == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Enter the code from the e-mail."),
        ("hello", "There is no code of 8 digits in this. Look again at the e-mail."),
        ("1234 5678 or 8765 4321", "There are several codes in this. Type in the one of the newest e-mail alone."),
    ],
)
def test_what_is_no_code_is_said(text, said):
    with pytest.raises(forms.ValidationError) as refused:
        CodeField().clean(text)

    assert refused.value.messages == [said]


def test_codes_of_an_app_are_read_by_their_own_lengths():
    field = CodeField(APP_CODE_DIGITS)

    assert [field.clean(text) for text in ("123 456", "Code: 123456", "1234-5678")] == ["123456", "123456", "12345678"]


def test_codes_are_digits_in_groups():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert all(re.fullmatch(rf"\d{{{CODE_DIGITS}}}", code) for code in codes)
    assert (in_groups("12345678"), codes_in(in_groups("12345678"))) == ("1234 5678", {"12345678"})


OF_NOBODY = {"user": None}
FORMS = {ConfirmLoginCodeForm: {}, ConfirmAddressForm: {}, CaseCodeForm: {}, CodeForm: {"request": None}}
FORMS |= dict.fromkeys((AppCodeForm, SecondStepForm, SecondStepAgainForm), OF_NOBODY)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_code_asks_for_digits(form):
    request = RequestFactory().get("/")
    request.session = {}
    with context.request_context(request):
        field = form(**FORMS[form]).fields["code"]

    assert isinstance(field, CodeField)
    said = {name: value for name, value in field.widget.attrs.items() if name != "autofocus"}
    assert said == {"autocomplete": "one-time-code", "inputmode": "numeric"}


def test_a_whole_mail_pasted_signs_in(client, ana):
    cache.clear()
    sent = client.post(CODE, {"email": ana.email}, follow=True)
    shown = re.search(r'<input type="text" name="code"[^>]*>', sent.content.decode())[0]
    assert 'inputmode="numeric"' in shown
    assert 'autocomplete="one-time-code"' in shown
    assert "maxlength" not in shown

    client.post(sent.request["PATH_INFO"], {"code": mail.outbox[0].body})

    assert signed_in(client) == ana


def test_what_is_no_code_costs_no_try(ana):
    cache.clear()
    client = Client()
    path = client.post(CODE, {"email": ana.email}, follow=True).request["PATH_INFO"]
    for text in ["", "hello", "1234", *["1111 1111 or 2222 2222"] * 4]:
        assert client.post(path, {"code": text}).status_code == 422

    client.post(path, {"code": f"It is {code_in(mail.outbox[0]).replace(' ', '-')}, they said."})

    assert signed_in(client) == ana

"""Codes that are sent by mail and typed in by hand: digits, for a numeric keypad, read out of whatever is pasted."""

import re
import unicodedata

from django import forms
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from people.words import either_of

# A code works for ten minutes, and three may be tried (at the desk for a day, and five). Of those that anybody can have
# sent, ten a day go to one address: so whoever knows it gets in by guessing with a chance of 30 in a hundred million a
# day. With a thousand networks one has 300,000 codes a day sent, and gets in anywhere at all once in a hundred days;
# with six digits it would be every day.
CODE_DIGITS = 8
DIGITS_A_GROUP = 4
# Of an authenticator app, and the codes that are kept for the day it is lost.
APP_CODE_DIGITS = (6, 8)
LONGEST_PASTE = 2_000
# Between two digits of one code: spaces, dashes of any kind, and what nobody can see.
SPACE = r"[^\S\n\r]*[-\u2010-\u2015\u2212]?[^\S\n\r]*"
BETWEEN_DIGITS = re.compile(rf"(?<=\d){SPACE}(?=\d)")
AS_MAILED = re.compile(rf"(?<!\d)\d{{{DIGITS_A_GROUP}}}{SPACE}\d{{{DIGITS_A_GROUP}}}(?!\d)")
UNREADABLE_CODE = "unreadable"
INVISIBLE = {"Cf", "Mn"}

NONE_THERE = _("There is no code of {length} digits in this. Look again at the e-mail.")
SEVERAL_THERE = _("There are several codes in this. Type in the one of the newest e-mail alone.")


def new_code() -> str:
    return get_random_string(CODE_DIGITS, "0123456789")


def in_groups(code: str) -> str:
    """`1234 5678`, as it stands in a mail."""
    return " ".join(code[at : at + DIGITS_A_GROUP] for at in range(0, len(code), DIGITS_A_GROUP))


def sign_of_code(code: str) -> str:
    """However it is grouped. With the secret key, so that whoever reads it cannot try all codes against it."""
    return salted_hmac("people.sent_code", re.sub(r"\D", "", code), algorithm="sha256").hexdigest()


def codes_in(text: str, lengths: tuple[int, ...] = (CODE_DIGITS,)) -> set[str]:
    """Whatever in a text may be a code: a run of that many digits, in whatever script and however it is grouped. Where
    other numbers stand right beside it, groups as they are mailed are a code too."""
    plain = _plain(text)
    runs = re.findall(r"\d+", BETWEEN_DIGITS.sub("", plain))
    if found := {run for run in runs if len(run) in lengths}:
        return found
    read_backwards = [pair[::-1] for pair in AS_MAILED.findall(plain[::-1])]
    pairs = {re.sub(r"\D", "", pair) for pair in (*AS_MAILED.findall(plain), *read_backwards)}
    return {pair for pair in pairs if len(pair) in lengths}


def _plain(text: str) -> str:
    """With the digits 0 to 9 for those of all scripts, and nothing that cannot be seen."""
    seen = (sign for sign in text if unicodedata.category(sign) not in INVISIBLE)
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in seen)


def unreadable(form: forms.BaseForm) -> bool:
    """Whether no code was tried, so that it does not count as one."""
    return form.has_error("code", UNREADABLE_CODE) or form.has_error("code", "required")


class CodeField(forms.CharField):
    """Cleans to the digits alone. Raises UNREADABLE_CODE where no code, or more than one, can be meant."""

    def __init__(self, lengths: tuple[int, ...] = (CODE_DIGITS,), **options) -> None:
        options.setdefault("label", _("Code"))
        options.setdefault("error_messages", {"required": _("Enter the code from the e-mail.")})
        super().__init__(**options)
        self.lengths = lengths

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean(self, value: str) -> str:
        found = codes_in(super().clean(value)[:LONGEST_PASTE], self.lengths)
        if len(found) == 1:
            return found.pop()
        lengths = either_of([str(length) for length in self.lengths])
        said = SEVERAL_THERE if found else NONE_THERE.format(length=lengths)
        raise forms.ValidationError(said, UNREADABLE_CODE)

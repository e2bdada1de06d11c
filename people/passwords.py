from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils.translation import ngettext


class Argon2id(Argon2PasswordHasher):
    """The OWASP setting: 19 MiB, two passes, one lane."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        said = ngettext(
            "Use at least {count} letter or sign.", "Use at least {count} letters or signs.", self.min_length
        )
        return said.format(count=self.min_length)


def shortest() -> int:
    """How many letters a password needs."""
    return next(each.min_length for each in get_default_password_validators() if isinstance(each, LongEnough))

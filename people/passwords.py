from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import MinimumLengthValidator


class Argon2id(Argon2PasswordHasher):
    """The OWASP setting: 19 MiB, two passes, one lane."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Use at least {self.min_length} letters or signs."

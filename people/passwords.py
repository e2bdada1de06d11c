from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """The OWASP setting: 19 MiB, two passes, one lane."""

    time_cost, memory_cost, parallelism = 2, 19_456, 1

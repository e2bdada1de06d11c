"""`pytest -p tests.with_providers`: the tests of signing in by Google, Apple and an OpenID provider, who are off in
all others. It is loaded before Django reads its settings."""

import os

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

import tests.environment  # noqa: F401 (which switches them off first)

APPLE_KEY = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)

os.environ |= {
    "GOOGLE_ID": "whom-at-google",
    "GOOGLE_SECRET": "secret",
    "APPLE_ID": "test.whom",
    "APPLE_TEAM": "TEAM",
    "APPLE_KEY_ID": "KEY",
    "APPLE_KEY": APPLE_KEY.decode().replace("\n", "\\n"),
    "OIDC_ID": "whom-at-choir",
    "OIDC_SECRET": "secret",
    "OIDC_NAME": "Choir",
    "OIDC_SERVER": "https://id.choir.test/realms/choir",
    "OIDC_DOMAINS": "choir.test",
}

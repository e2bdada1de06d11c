"""Google, Apple or any OpenID provider, by whom a member may sign in: each only where its variables are set."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

NEEDED = ("jwt", "oauthlib", "requests")
# Whose addresses each may speak for. A provider that only passes on what somebody proved to it years ago is no proof
# that they still have that mailbox.
ADDRESSES_OF_GOOGLE = ["gmail.com", "googlemail.com"]
ADDRESSES_OF_APPLE = ["icloud.com", "me.com", "mac.com", "privaterelay.appleid.com"]


def providers_from(env: environ.Env) -> dict[str, dict[str, Any]]:
    """What the sign-in library has to know, by its names for them; nothing where none is set."""
    found: dict[str, dict[str, Any]] = {}
    if client := env("GOOGLE_ID", default=""):
        app = {"client_id": client, "secret": env("GOOGLE_SECRET"), "name": "Google"}
        found["google"] = {"APPS": [app], "SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True}
    if client := env("APPLE_ID", default=""):
        key = {"certificate_key": env("APPLE_KEY").replace("\\n", "\n")}
        app = {"client_id": client, "secret": env("APPLE_KEY_ID"), "key": env("APPLE_TEAM"), "name": "Apple"}
        found["apple"] = {"APPS": [app | {"settings": key}]}
    if client := env("OIDC_ID", default=""):
        app = {"client_id": client, "secret": env("OIDC_SECRET"), "provider_id": "openid", "name": env("OIDC_NAME")}
        found["openid_connect"] = {
            "APPS": [app | {"settings": {"server_url": _issuer(env("OIDC_SERVER"))}}],
            "OAUTH_PKCE_ENABLED": True,
        }
    if found and (missing := [name for name in NEEDED if not find_spec(name)]):
        raise ImproperlyConfigured(f"Signing in by a provider needs {', '.join(missing)}: uv sync --extra providers")
    return found


def _issuer(server: str) -> str:
    """Raises ImproperlyConfigured."""
    if urlsplit(server).scheme not in ("https", "http") or not urlsplit(server).netloc:
        raise ImproperlyConfigured(
            f"OIDC_SERVER is {server!r}. Write it like https://accounts.example.org/realms/town."
        )
    return server


def addresses_spoken_for(env: environ.Env) -> dict[str, list[str]]:
    """The domains, by the library's names of the providers; `*` is all."""
    of_openid = env.list("OIDC_DOMAINS", default=[])
    return {"google": ADDRESSES_OF_GOOGLE, "apple": ADDRESSES_OF_APPLE, "openid": of_openid}


def apps_of(providers: dict[str, dict[str, Any]]) -> list[str]:
    """Of the sign-in library."""
    social = "allauth.socialaccount"
    return [social, *(f"{social}.providers.{name}" for name in providers)] if providers else []


def led_to(providers: dict[str, dict[str, Any]]) -> list[str]:
    """Where the buttons lead, by way of a page of ours."""
    origins = {"google": "https://accounts.google.com", "apple": "https://appleid.apple.com"}
    for app in providers.get("openid_connect", {}).get("APPS", []):
        server = urlsplit(app["settings"]["server_url"])
        origins["openid_connect"] = f"{server.scheme}://{server.netloc}"
    return [origins[name] for name in providers]

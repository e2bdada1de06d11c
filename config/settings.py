"""Every difference between one installation and another is an environment variable; docs/running.md lists them."""

import re
import secrets
import sys
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from config.databases import PLANNING, ROLE_LIMITS, SHOWN_EVERYWHERE, on_postgresql
from config.environment import Environment
from config.limits import ACCOUNT_RATE_LIMITS as ACCOUNT_RATE_LIMITS
from config.limits import RATIONS as RATIONS
from config.limits import SEARCHES_A_MINUTE as SEARCHES_A_MINUTE
from config.logs import logging_as
from config.providers import addresses_spoken_for, apps_of, led_to, providers_from

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
Environment.read_env(BASE_DIR / ".env")

# No variable can switch this on, so the demo's sign-in links cannot exist on a server that people use.
DEMO = Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] == ["demo"]
DEBUG = env.bool("DEBUG", default=False) and not DEMO

# --- Secrets -------------------------------------------------------------------------------------

INSECURE_KEY = "only-for-development-never-for-people"
SECRET_KEY = secrets.token_urlsafe(50) if DEMO else env("SECRET_KEY", default=INSECURE_KEY if DEBUG else "")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not DEBUG and (len(SECRET_KEY) < 50 or SECRET_KEY == INSECURE_KEY):
    raise ImproperlyConfigured(
        "Set SECRET_KEY to at least 50 random characters, or DEBUG=yes on your own machine. To make one: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )

# --- Where it is served --------------------------------------------------------------------------

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = LOCAL_HOSTS if DEMO else env.list("ALLOWED_HOSTS", default=[]) or LOCAL_HOSTS
# For links in mails, which are sent when no request is there to tell.
BASE_URL = env("BASE_URL", default=f"http://{ALLOWED_HOSTS[0]}" if DEBUG or DEMO else f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=not DEBUG) and not DEMO
# How many proxies stand in front: 1 behind nginx or Caddy, which must overwrite the X-Forwarded-* headers.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
# Not `no-referrer`: the CSRF check would refuse our own forms over HTTPS.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Preloading a domain cannot be undone for months, so it is the operator's choice; and `i18n` is ours on purpose.
SILENCED_SYSTEM_CHECKS = ["security.W021", "templates.W003"]

SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Strict would drop the session of someone who comes from a link in a mail.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "people.views.csrf.form_again"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_LONGEST_AGE = 180 * 24 * 3600
# When this browser last looked at the home page, which signing out forgets.
LAST_TIME_COOKIE = "last_time"
# About which calls one was asked already.
CALLS_COOKIE = "calls_asked"
# That somebody has been signed in here, which outlives signing out.
KNOWN_COOKIE = "__Host-known" if HTTPS else "known"

# By whom one may sign in, besides a code, a passkey or a password: nobody, unless they are named.
PROVIDERS = {} if DEMO else providers_from(env)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        # A photo that was chosen is looked at before it is sent, to make it smaller.
        "img-src": [SELF, "data:", "blob:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *led_to(PROVIDERS)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# A form is this large at most, but where files are sent, or a list is pasted: 10 MB of letters, however written.
LARGEST_FORM = 262_144
LARGE_FORMS = {"list_import", "list_share", "vouch_photos"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# --- What it is made of --------------------------------------------------------------------------

INSTALLED_APPS = [
    "people",
    "recommendations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    *("allauth", "allauth.account", "allauth.mfa"),
    *apps_of(PROVIDERS),
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "config.health.health_answered",
    "config.requests.metrics_answered",
    "config.requests.named_and_told",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "people.middleware.language_of_browser",
    "config.middleware.private_by_default",
    "config.middleware.readable_or_refused",
    "config.middleware.small_or_refused",
    "csp.middleware.CSPMiddleware",
    "config.unavailable.shed_or_answered",
    "config.standbys.read_from_standbys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before the messages, which are put into words as the answer leaves.
    "people.middleware.language_and_time_zone",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.session_age",
    "people.middleware.nothing_typed_is_lost",
    "people.middleware.suspended_read_why",
    "people.middleware.refused_forms_say_so",
    "people.middleware.gone_meanwhile",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "config.template_frames",
                "recommendations.templatetags.addresses",
                "template_partials.templatetags.partials",
            ],
            "libraries": {"i18n": "config.template_words"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "config.forms.FormRenderer"

# --- Database ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / ('demo' if DEMO else 'whom')}.sqlite3")
}
# What `prepare` tells the role by which it is reached.
TOLD_TO_ROLE: dict[str, str] = {}
# A new connection for each request would cost more than most of its queries.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: an answer that says "saved" is a promise, and survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 5,
        "transaction_mode": "IMMEDIATE",
        # What is deleted is overwritten, so that no copy of the file holds whoever has left. And of the first 2 GB,
        # pages are read where the system keeps them, and not copied once more for each connection.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA mmap_size=2147418112;"
        ),
    }
else:
    # Through PgBouncer, in transaction mode. It knows of prepared statements, and of forgetting them, from 1.22 on.
    POOLED = env.bool("POOLED", default=False)
    how = {"pooled": POOLED, "prepared": env.bool("PREPARED_STATEMENTS", default=not POOLED)}
    # Where pages are read: standbys that the primary waits for.
    if env("READ_DATABASE_URL", default=""):
        standby = on_postgresql(DATABASES["default"] | env.db_url("READ_DATABASE_URL"), **how)
        # What each page asks first is a check, and where nobody answers it is made in the next place.
        DATABASES["standby"] = standby | {"CONN_HEALTH_CHECKS": False}
        DATABASE_ROUTERS = ["config.standbys.Standbys"]
    # Past the pooler, which lends no connection for longer than a transaction: commands need one.
    if env("STRAIGHT_DATABASE_URL", default=""):
        straight = DATABASES["default"] | env.db_url("STRAIGHT_DATABASE_URL")
        DATABASES["straight"] = on_postgresql(straight, **how | {"pooled": False})
    DATABASES["default"] = on_postgresql(DATABASES["default"], **how)
    if "straight" in DATABASES and Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] != ["work"]:
        DATABASES["default"] = DATABASES["straight"]
    if POOLED or "standby" in DATABASES:
        TOLD_TO_ROLE = ROLE_LIMITS | PLANNING | SHOWN_EVERYWHERE

# Who has left, for `manage.py erase --replay` after a backup was restored. It must not be kept with the backups.
ERASED_LIST = "" if DEMO else env("ERASED_LIST", default=str(BASE_DIR / "erased.txt"))

# Limits on sign-in are counted here, so the cache has to be shared by all workers.
CACHE_TABLE = "cache"
CACHES = {
    "default": {
        "BACKEND": "config.cache.CountedCache",
        "LOCATION": CACHE_TABLE,
        # Far more than are counted at once: what is thrown out to make room is counted from the beginning again.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    # For what is counted in one process alone: how often somebody searches.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}

# --- Static files --------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Hashed names need `collectstatic`; a demo or a development machine serves the files where they lie.
HASHED_STATIC = env.bool("HASHED_STATIC", default=not DEBUG) and not DEMO
files = "config.static.HashedFiles" if HASHED_STATIC else "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": files},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not HASHED_STATIC

# --- Sign-in -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["people.backends.PersonBackend"]
# Where the upper app shows a friend, the circle, oneself, and what there is for whoever is new: `people` does not know
# of it.
FRIEND_URL, CIRCLE_URL, YOU_URL, WELCOME_URL = "friend", "circle", "you", "welcome"
REPORT_INTRODUCTION_URL = "introduction_report"
# The page that says why one is suspended; and by name, all else that one may do then: take everything out, leave, show
# once more that it is oneself, sign out, and stop mails.
SUSPENDED_URL = "suspended"
LEFT_TO_THE_SUSPENDED = {
    *("suspended", "export", "leave", "account_logout", "mails_stop", "letters_stop", "account_reauthenticate"),
    *("account_reauthenticate_by_code", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "find"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "landing"
PASSWORD_HASHERS = [
    "people.passwords.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

OPEN_SIGNUP = env.bool("OPEN_SIGNUP", default=False)
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# So that signing in has a field for a password; joining has none, it can be set once the address is proved.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {
    "login": "people.adapter.LoginForm",
    "request_login_code": "people.adapter.RequestLoginCodeForm",
    "confirm_login_code": "people.adapter.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "people.adapter.ConfirmAddressForm",
    "signup": "people.adapter.SignupForm",
    "add_email": "people.adapter.AddEmailForm",
    "set_password": "people.adapter.SetPasswordForm",
    "change_password": "people.adapter.ChangePasswordForm",
    "reset_password_from_key": "people.adapter.ResetPasswordKeyForm",
    "reset_password": "people.adapter.ResetPasswordForm",
    "reauthenticate": "people.adapter.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignupFields"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/accounts/email/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
# Where it was changed one stays signed in; everywhere else the session ends with the old password.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
# The link has proved the address, and strangers could keep out whoever had to type the new password in.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True

MFA_ADAPTER = "people.second_step.MFAAdapter"
MFA_FORMS = {
    "authenticate": "people.second_step.SecondStepForm",
    "reauthenticate": "people.second_step.SecondStepAgainForm",
    "activate_totp": "people.second_step.AppCodeForm",
    "add_webauthn": "people.second_step.AddPasskeyForm",
    "edit_webauthn": "people.second_step.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Whom"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after, for slow thumbs and clocks that are a little off
# Browsers count localhost as safe; the library asks to be told so.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

if PROVIDERS:
    SOCIALACCOUNT_PROVIDERS = PROVIDERS
    SOCIALACCOUNT_ADAPTER = "people.providers.ProviderAdapter"
    SOCIALACCOUNT_EMAIL_VERIFICATION = ACCOUNT_EMAIL_VERIFICATION
    ADDRESSES_SPOKEN_FOR = addresses_spoken_for(env)

# --- Mail ----------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG or DEMO else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="Whom <whom@localhost>")
EMAIL_TIMEOUT = 5
# Elsewhere `manage.py work` sends what is due, so that no page waits for a mail server.
DELIVER_INLINE = DEMO or DEBUG

# --- Push: off without a key -----------------------------------------------------------------------

# By which browsers and their makers know that a message comes from here; `manage.py push_keys` makes one.
PUSH_KEY = env("PUSH_KEY", default="")
if PUSH_KEY and not re.fullmatch(r"[\w-]{43}", PUSH_KEY, re.ASCII):
    raise ImproperlyConfigured("PUSH_KEY is not a key. Unset it, and make one with `manage.py push_keys`.")
# Where browsers let messages to them be left: whatever a browser says, no other place is ever asked to take one.
PUSH_SERVICES = env.list(
    "PUSH_SERVICES",
    default=["fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"],
)

# --- Language, time, country ---------------------------------------------------------------------

# Each is called by its own name.
LANGUAGES = [
    ("de", "Deutsch"),
    ("en-gb", "English (United Kingdom)"),
    ("en", "English (United States)"),
    ("es", "Español"),
    ("fr", "Français"),
]
# For whoever has not chosen, and whose browser names none of these.
LANGUAGE_CODE = env.one_of("LANGUAGE_CODE", dict(LANGUAGES), default="en-gb")
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = env.time_zone("TIME_ZONE", default="Europe/London")
USE_TZ = True
# The country of a phone number written without its code, by someone who has not said where they live.
DEFAULT_COUNTRY = env("DEFAULT_COUNTRY", default="GB")

# --- How it is watched ---------------------------------------------------------------------------

# As lines for people, or each as JSON, without a private word.
LOG_FORMAT = env("LOG_FORMAT", default="line")
LOGGING = logging_as(LOG_FORMAT, env("LOG_LEVEL", default="INFO"))
# For whoever shows this token there is /metrics; without one nothing is counted. By default it is counted in memory.
METRICS_TOKEN = env("METRICS_TOKEN", default="")
METRICS_DIR = env("METRICS_DIR", default="")
# Where faults are told, without a private word; what tells them is loaded only then.
SENTRY_DSN = env("SENTRY_DSN", default="")
if SENTRY_DSN and not find_spec("sentry_sdk"):
    raise ImproperlyConfigured("SENTRY_DSN needs what is not installed: uv sync --no-dev --extra errors")
if SENTRY_DSN:
    import_string("config.errors.tell_faults_to")(SENTRY_DSN)

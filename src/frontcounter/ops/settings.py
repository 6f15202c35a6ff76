"""Django's settings, from the environment (docs/running.md)."""

from __future__ import annotations

import os
from pathlib import Path

from frontcounter.accounts.providers import read_providers
from frontcounter.base.scope import Role
from frontcounter.ops.configuration import Environment, database

ENVIRONMENT = Environment.read()

SECRET_KEY = ENVIRONMENT.key("session").hex()
INSTALLATION_KEY = ENVIRONMENT.key("installation")
AUDIT_KEY = ENVIRONMENT.key("audit")
ACCESS_KEY = ENVIRONMENT.key("access")

DEBUG = False
SITE = ENVIRONMENT.site
PUBLIC_ADDRESS = ENVIRONMENT.public_address
FILES_FOLDER = Path(os.environ.get("FRONTCOUNTER_FILES", str(ENVIRONMENT.home / "files")))
ALLOWED_HOSTS = os.environ.get("FRONTCOUNTER_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [a for a in [ENVIRONMENT.public_address] if a.startswith("https://")]
TRUSTED_PROXIES = [
    network for network in os.environ.get("FRONTCOUNTER_TRUSTED_PROXIES", "").split(",") if network
]
FRONTCOUNTER_TRUSTED_PROXIES = TRUSTED_PROXIES
SECURE = PUBLIC_ADDRESS.startswith("https://")
if TRUSTED_PROXIES and SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SMTP_URL = os.environ.get("FRONTCOUNTER_SMTP_URL", "")
SMS_URL = os.environ.get("FRONTCOUNTER_SMS_URL", "")
SMS_TOKEN = os.environ.get("FRONTCOUNTER_SMS_TOKEN", "")
MAIL_FROM = os.environ.get("FRONTCOUNTER_MAIL_FROM", "no-reply@frontcounter.example")
CLAMD = os.environ.get("FRONTCOUNTER_CLAMD", "")
PRIVATE_DESTINATIONS = os.environ.get("FRONTCOUNTER_DESTINATIONS", "")

# The first connection may do nothing until a scope gives it a role; the second only migrates.
DATABASES = {
    "default": database(ENVIRONMENT.database_url, role=Role.IDLE),
    "owner": database(
        os.environ.get("FRONTCOUNTER_OWNER_DATABASE_URL") or ENVIRONMENT.database_url, role=None
    ),
}
DATABASES["owner"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "frontcounter.audit",
    "frontcounter.forces",
    "frontcounter.accounts",
    "frontcounter.forms.pages",
    "frontcounter.reports",
    "frontcounter.evidence",
    "frontcounter.documents",
    "frontcounter.messages",
    "frontcounter.tasks",
    "frontcounter.transfer",
    "frontcounter.privacy",
    "frontcounter.intake",
    "frontcounter.casework",
    "frontcounter.api",
    "frontcounter.ops",
]

MIDDLEWARE = [
    "frontcounter.web.middleware.security_headers",
    "django.middleware.gzip.GZipMiddleware",
    "frontcounter.ops.middleware.ScopeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "frontcounter.ops.urls"
WSGI_APPLICATION = "frontcounter.ops.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "frontcounter.web.jinja.environment"},
    },
    # Only for the sign-in library's own lookups; every page of ours is Jinja2.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["frontcounter.accounts.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/staff/sign-in"
LOGIN_REDIRECT_URL = "/staff/"

# The sign-in library: its limits live in each process's memory, so they hold to within the number
# of processes; a used code, also of the steps before and after, is refused by all of them
# (accounts/forms.py).
ACCOUNT_ADAPTER = "frontcounter.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "20/m/ip,5/300s/key"}
# Forces' own identity providers; docs/running.md.
OIDC_PROVIDERS = read_providers(os.environ.get("FRONTCOUNTER_OIDC", ""))
SOCIALACCOUNT_ADAPTER = "frontcounter.accounts.oidc.SocialAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
MFA_ADAPTER = "frontcounter.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Every use of a passkey is two steps in one: the device, and its owner's finger, face or PIN.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "FrontCounter"
MFA_TOTP_TOLERANCE = 1
MFA_REAUTHENTICATION_REQUIRED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True

SESSION_ENGINE = "frontcounter.accounts.sessions"
SESSION_COOKIE_NAME = "fc_staff"
SESSION_COOKIE_PATH = "/staff"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "fc_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "frontcounter.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0

STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
MOST_UPLOADED = 40_000_000
FILE_UPLOAD_HANDLERS = [
    "frontcounter.web.uploads.SizeGate",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_DATABASE_ALIAS = "default"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "frontcounter.web.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("FRONTCOUNTER_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},
    },
}

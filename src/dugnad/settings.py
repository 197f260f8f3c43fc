"""Django's settings for one alliance; what differs between installations comes from the environment."""

import os
import sys
from importlib.util import find_spec

if find_spec("pysqlite3"):
    # The SQLite that ships with many systems loses rows when its write-ahead log restarts (before 3.51.3).
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3

import sqlite3

import dj_database_url
from csp.constants import NONE, SELF

from dugnad.configuration import read_configuration

CONFIGURATION = read_configuration()
HOME = CONFIGURATION.home
DEMO = CONFIGURATION.demo
DEMO_TODAY = CONFIGURATION.today
SECRET_KEY = CONFIGURATION.secret_key
ALLOWED_HOSTS = list(CONFIGURATION.hosts)
DEBUG = False
TESTING = "pytest" in sys.modules

ALLIANCE = {
    "name": os.environ.get("DUGNAD_ALLIANCE_NAME", "Osloregionen"),
    "slug": "alliance",
    "logo": os.environ.get("DUGNAD_ALLIANCE_LOGO", ""),
    "theme_css": os.environ.get("DUGNAD_ALLIANCE_CSS", ""),
    "accessibility_statement": os.environ.get("DUGNAD_ACCESSIBILITY_STATEMENT", ""),
    "email": os.environ.get("DUGNAD_ALLIANCE_EMAIL", "sekretariat@demo.example"),
}

# Where publishers are asked; an address with /v0 in it is asked by the older protocol.
SOURCE_ADDRESSES = {
    "ssb": os.environ.get("DUGNAD_SSB_URL", "https://data.ssb.no/api/pxwebapi/v2"),
    "klass": os.environ.get("DUGNAD_KLASS_URL", "https://data.ssb.no/api/klass/v1"),
    "eurostat": os.environ.get(
        "DUGNAD_EUROSTAT_URL", "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data"
    ),
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "dugnad.kit",
    "dugnad.members",
    "dugnad.programme",
    "dugnad.indicators",
    "dugnad.documents",
    "dugnad.analyses",
    "dugnad.events",
    "dugnad.declarations",
    "dugnad.calls",
    "dugnad.editions",
    "dugnad.dossiers",
    "dugnad.api",
    "dugnad.web",
    # Last, so that our templates and translations stand before theirs.
    "allauth",
    "allauth.account",
    "django.forms",
]

MIDDLEWARE = [
    "dugnad.calls.middleware.ArrivalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dugnad.members.middleware.ViewerMiddleware",
    "dugnad.kit.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dugnad.kit.middleware.MethodMiddleware",
    "dugnad.kit.middleware.PolicyMiddleware",
]

ROOT_URLCONF = "dugnad.urls"
WSGI_APPLICATION = "dugnad.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "dugnad.kit.context.page",
                "dugnad.web.navigation.navigation",
                "dugnad.web.context.thread",
                "dugnad.web.context.evaluation",
                "dugnad.web.context.collection",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "dugnad.kit.forms.Renderer"

# Databases -------------------------------------------------------------------------------------
# An acknowledged answer must survive a power cut: WAL needs FULL; an engine with the WAL-reset bug
# gets the slower rollback journal instead (reliability: a municipality's answer is never lost).
SQLITE_WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3) or sqlite3.sqlite_version_info[:3] in {
    (3, 50, 7),
    (3, 44, 6),
}
SQLITE_JOURNAL = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    if SQLITE_WAL_IS_SAFE
    else "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
)
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'dugnad.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"{SQLITE_JOURNAL} PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c synchronous_commit=on -c lock_timeout=10s -c statement_timeout=120s "
        "-c idle_in_transaction_session_timeout=60s"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # years are numbers too; figures are formatted by the kit's number filter
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# Sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "dugnad.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True  # no box to tick: a sign-in lasts as long as its cookie
# Beside those of sign-in: a person who types without a rest saves 40 times a minute, a loop more.
ACCOUNT_RATE_LIMITS = {"answer_by_link": "60/m/key,1500/h/key"}
ACCOUNT_FORMS = {"request_login_code": "allauth.account.forms.RequestLoginCodeForm"}

# Mail ----------------------------------------------------------------------------------------------
EMAIL_BACKEND = os.environ.get(
    "DUGNAD_EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = os.environ.get("DUGNAD_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("DUGNAD_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DUGNAD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DUGNAD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("DUGNAD_SMTP_TLS", "0") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DUGNAD_FROM_EMAIL", ALLIANCE["email"])
PUBLIC_URL = os.environ.get("DUGNAD_URL", "http://127.0.0.1:8000").rstrip("/")

# Files and static --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = TESTING
FILES_ROOT = HOME / "files"
MEDIA_ROOT = FILES_ROOT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # above our largest form: 200 questions with reasons and evidence
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Security ------------------------------------------------------------------------------------------------
SECURE = CONFIGURATION.secure
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "dugnad.kit.views.csrf_failure"
LANGUAGE_COOKIE_SECURE = SECURE
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dugnad.kit.logs.JsonFormatter"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
    },
    "root": {"handlers": ["stdout"], "level": "WARNING"},
}

HTMX = {"includeIndicatorStyles": False, "allowEval": False}

"""Settings, all from the environment (README, "Configuration").

Three ways to run: a demo or development on the local servers (`manage.py up`, no DATABASE_URL),
the tests, and production. What differs is derived here, once.
"""

from pathlib import Path

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from pipcases import local, logs

django_stubs_ext.monkeypatch()  # before any class names a type, as ModelAdmin[User] does

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where we run ----------------------------------------------------------------------------------

VAR = Path(env.str("PIPCASES_VAR", default=str(BASE_DIR / "var"))).resolve()
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
LOCAL = not env.str("DATABASE_URL", default="")
BEHIND_TLS = not (LOCAL or DEBUG or env.bool("PLAIN_HTTP", default=False))
if DEMO and not LOCAL:
    raise ImproperlyConfigured(
        "DEMO offers sign-ins without a password: it runs on its own local database only. Unset DEMO or DATABASE_URL."
    )

SECRET_KEY = env.str("SECRET_KEY", default="") or local.secret_key(VAR, allowed=LOCAL)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")

# Rooms -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "pipcases",
    "records",
    "reviews",
    "plans",
    "cases",
    "people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "pipcases.middleware.refuse_nul_bytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.session_limits",
    "people.middleware.preferences",
    "people.middleware.SignInRequired",
    "cases.middleware.Refusals",
]

ROOT_URLCONF = "pipcases.urls"
WSGI_APPLICATION = "pipcases.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pipcases.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# Data ------------------------------------------------------------------------------------------
# The app's role may not change tables, nor write the evidence tables; migrations run as the owner:
# `manage.py migrate --database owner`.

APP_ROLE = "pipcases_app"
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default="") or local.database_url(VAR))}
_owner_url = env.str("DATABASE_OWNER_URL", default="") or (local.database_url(VAR, local.OWNER) if LOCAL else "")
if _owner_url:
    DATABASES["owner"] = env.db_url_config(_owner_url)
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if _pool := env.int("DATABASE_POOL", default=4):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _pool, "timeout": 10}

REDIS_URL = env.str("REDIS_URL", default="") or local.redis_url(VAR)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

STORAGES = {
    "default": {
        "BACKEND": "cases.files.folder.SyncedFolder",
        "OPTIONS": {"location": VAR / "files"},
    },
    "evidence": {
        "BACKEND": "cases.files.folder.SyncedFolder",
        "OPTIONS": {"location": Path(env.str("EVIDENCE_ROOT", default=str(VAR / "evidence"))).resolve()},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

_MB = 1024 * 1024
EVIDENCE_FILE_BYTES = env.int("EVIDENCE_FILE_MB", default=10) * _MB
EVIDENCE_CASE_BYTES = env.int("EVIDENCE_CASE_MB", default=200) * _MB
EVIDENCE_CASE_FILES = 300
EVIDENCE_DAY_BYTES = env.int("EVIDENCE_DAY_MB", default=300) * _MB  # of one person, in 24 hours
COPY_BYTES = EVIDENCE_CASE_BYTES + 100 * _MB  # of everything that one person may see of a case, in one file
UPLOAD_BYTES = 5 * EVIDENCE_FILE_BYTES  # of one request, from anybody
FILE_UPLOAD_HANDLERS = [
    "cases.files.incoming.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "people.adapters.CompanyAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the company, nobody signs up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,50/15m/ip", "reauthenticate": "10/15m/user"}
CALENDAR_READS = 60  # of one private calendar address in an hour, whoever reads it
ADDRESS_MAILS = 10  # to confirm private addresses, which one person may have sent in an hour
VERIFY_TRIES = 30  # of files on the public page, in an hour, from one network address
LINK_READS = 60  # of pages that a link opens without a sign-in, in an hour, from one network address
CALENDAR_GUESSES = 60  # at such addresses in an hour, from one network address
MFA_ADAPTER = "people.adapters.CompanyFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key that somebody left in the computer signs nothing
MFA_FORMS = {
    "add_webauthn": "people.key_forms.AddKeyForm",
    "edit_webauthn": "people.key_forms.RenameKeyForm",
    "authenticate_webauthn": "people.key_forms.SignInWithKeyForm",
    "reauthenticate_webauthn": "people.key_forms.ConfirmWithKeyForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cases:home"

SESSION_COOKIE_AGE = 12 * 3600  # seconds, absolute
SESSION_IDLE = 30 * 60  # seconds without a request
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pipcases.views.csrf_failure"
if BEHIND_TLS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Rules -----------------------------------------------------------------------------------------

DEFAULT_RULESET = env.str("DEFAULT_RULESET", default="general")
RULESETS_DIR = env.str("RULESETS_DIR", default="")  # a folder of the company's own rulesets

# Daily checkpoints -----------------------------------------------------------------------------
# The file of their key; only workers and commands read it. Keys count by the SHA-256 of their public bytes.

CHECKPOINT_KEY = env.str("CHECKPOINT_KEY", default="") or (str(VAR / "keys" / "checkpoint.pem") if LOCAL else "")
CHECKPOINT_KEYS = env.list("CHECKPOINT_KEYS", default=[])  # those that were used before the present one
CHECKPOINT_AUTHORITY = env.str("CHECKPOINT_AUTHORITY", default="")  # address of a time-stamp authority (RFC 3161)
MAKES_KEYS = LOCAL  # for demonstration, where there is none

# The seal of the record ------------------------------------------------------------------------
# Its key in a PKCS#12 file, or in a token with a PKCS#11 library; only workers that seal need it.

SEAL_PKCS12, SEAL_PASSPHRASE_FILE = env.str("SEAL_PKCS12", default=""), env.str("SEAL_PASSPHRASE_FILE", default="")
SEAL_PKCS11 = env.str("SEAL_PKCS11", default="")  # the library, a file
SEAL_PKCS11_TOKEN, SEAL_PKCS11_LABEL = (
    env.str("SEAL_PKCS11_TOKEN", default=""),
    env.str("SEAL_PKCS11_LABEL", default=""),
)
SEAL_PKCS11_PIN_FILE = env.str("SEAL_PKCS11_PIN_FILE", default="")
SEAL_AUTHORITY = env.str("SEAL_AUTHORITY", default="")  # address of a time-stamp authority (RFC 3161)
SEAL_TRUST = env.str("SEAL_TRUST", default="")  # a PEM file: the roots that seals and time stamps lead to
SEAL_IS_DEMONSTRATION = LOCAL and not (SEAL_PKCS12 or SEAL_PKCS11)

# Headers ---------------------------------------------------------------------------------------

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # how many of ours stand before the app
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

# Languages and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Mail and background work ----------------------------------------------------------------------

_mail = env.email("EMAIL_URL", default="smtp://127.0.0.1:1025" if not LOCAL else f"filemail:///{VAR / 'mail'}")
_smtp = {
    "host": _mail["EMAIL_HOST"], "port": _mail["EMAIL_PORT"] or 25, "timeout": 10,  # seconds
    "username": _mail["EMAIL_HOST_USER"] or "", "password": _mail["EMAIL_HOST_PASSWORD"] or "",
    "use_tls": _mail.get("EMAIL_USE_TLS", False), "use_ssl": _mail.get("EMAIL_USE_SSL", False),
}  # fmt: skip
_options = {"smtp": _smtp, "filebased": {"file_path": _mail["EMAIL_FILE_PATH"]}}
_backend = _mail["EMAIL_BACKEND"]
MAILERS = {"default": {"BACKEND": _backend, "OPTIONS": _options.get(_backend.split(".")[-2], {})}}
BOUNCES_URL = env.str("BOUNCES_URL", default="")  # imaps://user:password@host/INBOX, the mailbox of the sender
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="pipcases <pipcases@localhost>")

CELERY_BROKER_URL = local.broker_url(REDIS_URL)
CELERY_TIMEZONE = "UTC"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120  # seconds
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "cases.tasks.sweep", "schedule": 60.0, "options": {"expires": 50}}}
if BOUNCES_URL:
    bounces = {"task": "cases.tasks.read_bounces", "schedule": 300.0, "options": {"expires": 250}}
    CELERY_BEAT_SCHEDULE["bounces"] = bounces

LOGGING = logs.to_console(env.str("LOG_LEVEL", default="INFO"))

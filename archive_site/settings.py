"""Settings of the archive. What differs from one installation to the next is read from the environment.

The defaults are those of a public server behind HTTPS; `make run` and `manage.py runserver` relax them for
this machine. Every variable is described in docs/settings.md.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from archive_site.data_folder import data_folder
from archive_site.secrets import secret_key

ROOT = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DEBUG = env.bool("ARCHIVE_DEBUG", False)
HTTPS = env.bool("ARCHIVE_HTTPS", True)
DATA_DIR = data_folder(env.str("ARCHIVE_DATA_DIR", str(ROOT / "var")))
SECRET_KEY = secret_key(env.str("SECRET_KEY", ""), DATA_DIR)
ALLOWED_HOSTS = env.list("ARCHIVE_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("ARCHIVE_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_rich",
    "reports",
    # Before Haystack, whose index commands it replaces.
    "reports.search",
    "haystack",
]

MIDDLEWARE = [
    "archive_site.middleware.without_body_for_head",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive_site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "archive_site.urls"
WSGI_APPLICATION = "archive_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive_site.languages.in_templates",
                "reports.reading.reader_view.theme",
            ],
            "builtins": ["reports.reading.naming", "reports.reading.written"],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'archive.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing, and readers go on while one writes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file stays reachable: opening it anew for each request would cost more than most of what is asked of it.
    DATABASES["default"]["CONN_MAX_AGE"] = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "reports.search.engine.PairEngine",
        "PATH": str(DATA_DIR / "index"),
    },
}
# Searches start a process that learns from an archive that changed.
LEARN_IN_BACKGROUND = True
# Long work on the index, too, is done by a process of its own, which leaves the worker to its readers.
INDEX_BY_PROCESS = True
# Whoever looks at the download of the whole archive has it made anew where the archive changed.
BUNDLE_IN_BACKGROUND = True

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
# Each under the name that its own readers know.
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "archive_site.formats"
TIME_ZONE = env.str("ARCHIVE_TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = Path(env.str("ARCHIVE_STATIC_ROOT", str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# A report is some 50 to 300 kilobytes of text; as a scan with a text layer, or as an archive of parts, it's more.
MAX_SOURCE_BYTES = env.int("ARCHIVE_MAX_FILE_MB", 50) * 1024 * 1024
# A whole upload is held to what a form of forty such parts may need; larger ones are cut off while being read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
if env.bool("ARCHIVE_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Django's own handlers go, or each of its lines would come twice.
        "django": {"handlers": []},
        # A wrong address or a bad parameter is the visitor's business.
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("ARCHIVE_LOG_LEVEL", "WARNING")},
}

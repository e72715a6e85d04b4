"""Settings of the archive. What differs from one installation to the next is read from the environment.

The defaults are those of a public server behind HTTPS; `make run` and `manage.py runserver` relax them for
this machine. Every variable is described in docs/settings.md.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

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
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_rich",
    "django_tasks",
    "django_tasks_db",
    "reports",
    # Before Haystack, whose index commands it replaces.
    "reports.search",
    "haystack",
]

MIDDLEWARE = [
    "archive_site.middleware.without_body_for_head",
    "archive_site.middleware.without_nul",
    "reports.people.arriving.noting_addresses",
    "archive_site.middleware.with_resource_policy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive_site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "reports.people.arriving.StaffMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "archive_site.limits.LimitMiddleware",
    "axes.middleware.AxesMiddleware",
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
    # Writers queue instead of failing, and readers go on while one writes. What is confirmed is on the disk, power cut
    # or not: that takes some milliseconds for each transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file stays reachable: opening it anew for each request would cost more than most of what is asked of it.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    # A server is asked first whether it is still there: it may have been started anew.
    DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
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

# Files that are handed in are read by a worker, `manage.py work`, which takes them from a queue in the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A file that needs more memory than this to be read is refused, before the machine suffers; 0: no limit.
WORKER_MEMORY_BYTES = env.int("ARCHIVE_WORKER_MEMORY_MB", 2048) * 1024 * 1024

# Whoever is locked out is asked no further.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Passwords of earlier versions are read too, and kept anew when they are used.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# The links by which people choose a password.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
# So long after their last step in the administration, people sign in again.
SESSION_COOKIE_AGE = 12 * 3600
# And so long after they signed in, whatever they did since.
SESSION_LONGEST = 7 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# A name is locked out from an address after so many wrong passwords, for so long.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "reports.people.lockouts.locked_page"
AXES_CLIENT_IP_CALLABLE = "reports.people.lockouts.visitor_of"
# Where somebody has signed in before, nobody else's guesses keep them out; those of that browser are counted apart.
AXES_WHITELIST_CALLABLE = "reports.people.lockouts.is_known_browser"
# The audit log keeps what its tables would keep once more.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

# So long the audit log keeps an entry, in days; 0: for ever.
LOG_DAYS = max(env.int("ARCHIVE_LOG_DAYS", 0), 0)

# Who may change what the public reads must sign in with a second factor.
REQUIRE_OTP = env.bool("ARCHIVE_REQUIRE_OTP", False)
OTP_TOTP_ISSUER = "Government Work Reports"

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
# So many files may come at once, those in an archive counted one by one.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.bool("ARCHIVE_BEHIND_PROXY", False)
# How many of the last addresses in X-Forwarded-For are true: none, where no proxy of ours wrote them.
PROXIES = max(env.int("ARCHIVE_PROXIES", 1), 0) if BEHIND_PROXY else 0
NINJA_NUM_PROXIES = PROXIES
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What one address may ask for, so many times in so many seconds; ARCHIVE_LIMITS sets the former ("search=240,api=0"),
# 0 for no limit. People hardly come near; a school or an office behind one address may.
LIMITS = {
    "pages": (600, 60),
    "search": (120, 60),
    "suggestions": (600, 60),
    "concordance": (60, 60),
    "exports": (60, 60),
    "api": (300, 60),
    "harvesting": (120, 60),
    "downloads": (30, 600),
    "sign-in": (30, 600),
    # Passwords for one name, whatever the addresses; see reports.people.lockouts.
    "names": (30, 3600),
    "uploads": (600, 600),
}
for _kind, _times in env.dict("ARCHIVE_LIMITS", default={}).items():
    if _kind not in LIMITS or not _times.isdecimal():
        raise ImproperlyConfigured(f"ARCHIVE_LIMITS: {_kind}={_times} is none of {', '.join(LIMITS)} with a number.")
    LIMITS[_kind] = (int(_times), LIMITS[_kind][1])

# So many exports are made at once, and twice as many large files sent; 0: no limit. By default, making takes a quarter
# of all threads and sending half of them at most.
_THREADS = env.int("ARCHIVE_WORKERS", 2) * env.int("ARCHIVE_THREADS", 4)
FILES_AT_ONCE = max(env.int("ARCHIVE_FILES_AT_ONCE", max(_THREADS // 4, 1)), 0)

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

# No page has a use for any of these.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
        *("gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "interest-cohort", "local-fonts"),
        *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get"),
        *("screen-wake-lock", "serial", "storage-access", "usb", "xr-spatial-tracking"),
    )
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "archive_site.logs.OneLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Django's own handlers go, or each of its lines would come twice.
        "django": {"handlers": []},
        # A wrong address or a bad parameter is the visitor's business.
        "django.request": {"level": "ERROR"},
        # It names whoever failed to sign in, and what is typed as a name may be a password; the audit log tells more.
        "axes": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("ARCHIVE_LOG_LEVEL", "WARNING")},
}

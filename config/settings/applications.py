"""What Django runs: applications, middleware, templates, static files."""

from config import env

MODE = env.mode()
DEBUG = False
DEMO = env.flag("DEMO") and env.mode() is not env.Mode.PRODUCTION
VAR_DIR = env.var_dir()

INSTALLED_APPS = [
    "config",
    "scoring",
    "evaluations.surveys",
    "evaluations",
    "shoppers",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_structlog",
    "drf_spectacular",
    "pgtrigger",
    "rest_framework",
]
MIDDLEWARE = [
    "config.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.headers.PrivacyHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shoppers.web.second_factor_devices.SecondFactorMiddleware",
    "shoppers.web.long_sessions.LongSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.errors.WrongMethodMiddleware",
    "scoring.web.broken_seals.BrokenSealMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [env.ROOT / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shoppers.web.navigation.navigation",
                "evaluations.web.phone.phone",
            ],
        },
    },
]
FORM_RENDERER = "config.forms_renderer.FrameRenderer"
STATIC_URL = "static/"
# In production and in the demo, which is looked at like it, files are collected: hashed and
# compressed. Elsewhere nobody ran collectstatic, and they are served where they lie.
STATIC_COLLECTED = DEMO or MODE is env.Mode.PRODUCTION
STATIC_ROOT = env.text("STATIC_ROOT", f"{VAR_DIR}/static") if STATIC_COLLECTED else None
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "config.static_files.HashedFiles"
            if STATIC_COLLECTED
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
    },
}

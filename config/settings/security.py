"""Secrets, cookies, headers, passwords."""

import secrets

from csp.constants import NONE, SELF

from config import env

_PRODUCTION = env.mode() is env.Mode.PRODUCTION

SECRET_KEY = env.text("SECRET_KEY", None if _PRODUCTION else secrets.token_urlsafe(50))
# Seal the bank accounts of shoppers: the first seals, all of them open (shoppers.sealing).
ACCOUNT_KEYS = env.words("ACCOUNT_KEYS")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", None if _PRODUCTION else "127.0.0.1,localhost,[::1],testserver"
)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SECURE_SSL_REDIRECT = _PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if _PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _PRODUCTION
SECURE_HSTS_PRELOAD = _PRODUCTION
if env.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours stand in front; whoever tries passwords is counted by the address that
# the first of them saw.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "shoppers.sessions"
SESSION_COOKIE_SECURE = _PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    },
}

AUTH_USER_MODEL = "shoppers.User"
AUTHENTICATION_BACKENDS = ["shoppers.authentication.EmailBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "winners"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if env.mode() is env.Mode.TEST:
    # Hashing is slow on purpose; the tests sign in hundreds of times.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# The demo's accounts are printed on the screen; asking them for a phone would prove nothing.
SECOND_FACTOR_REQUIRED = not (env.flag("DEMO") and not _PRODUCTION)
OTP_TOTP_ISSUER = "Best in Test"

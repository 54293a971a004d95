"""Three languages for every page, mail and error; the award's country sets the clock."""

from config import env

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk bokmål"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [env.ROOT / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = env.mode() is env.Mode.PRODUCTION

"""Settings, one file a concern.

Every value that differs between machines is an environment variable.
"""

from config.settings.api import *
from config.settings.applications import *
from config.settings.background import *
from config.settings.databases import *
from config.settings.files import *
from config.settings.languages import *
from config.settings.logs import *
from config.settings.security import *

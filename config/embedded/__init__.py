"""PostgreSQL and Valkey out of wheels: what a machine without servers of its own runs on.

For the demo, the command line and the tests. Production names its servers in the environment.
"""

from config.embedded.environment import ensure_environment, joined_servers, var_directory
from config.embedded.server import EmbeddedError
from config.embedded.sharing import Servers, remove_data, servers

__all__ = [
    "EmbeddedError",
    "Servers",
    "ensure_environment",
    "joined_servers",
    "remove_data",
    "servers",
    "var_directory",
]

# Read with `.`: system packages for the tests.

# apt_install PACKAGE... installs them when that can be done without asking; false otherwise.
apt_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get update -q >&2 </dev/null &&
        apt-get install -q -y --no-install-recommends "$@" >&2 </dev/null
}

"""How the tests' browsers are started."""

# Keep the browser off every network but this machine's loopback.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
)

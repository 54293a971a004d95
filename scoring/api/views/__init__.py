"""The resources of the client API."""

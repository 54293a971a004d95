"""The demo's made-up people and work, done by the services that the pages use."""

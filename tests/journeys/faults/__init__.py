"""A phone that loses its network, its session, its storage or its call: no word may be lost."""

"""Plans of a programme's test calls, before anyone is asked."""

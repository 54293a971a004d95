"""What was planned or published, told once it is committed."""

from django.dispatch import Signal

# Sent by services.runs with `run_id`. A hint: whoever must not miss a run sweeps.
run_planned = Signal()

# Sent by services.releasing with `release_id`, when the second coordinator has confirmed it.
release_confirmed = Signal()

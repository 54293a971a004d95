"""What happened, told to the apps above once it is committed."""

from django.dispatch import Signal

# Sent by services.lifecycle with `subject` (transitions.Subject), `event` (transitions.Event) and
# `ids` (the keys of everything that moved). A hint: a receiver that must not miss anything sweeps.
moved = Signal()

# Sent by services.planning with `draft_id`, the key of a plan that a worker may compute by now.
plan_asked = Signal()

# Sent by services.calibrating.closing with `calibration_id`, the key of a session whose figures a
# worker may compute by now.
calibration_closed = Signal()

# Sent by services.calibrating.sounds with `sound_id`, the key of a sound that waits for its check.
case_sound_sent = Signal()

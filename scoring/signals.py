"""What was planned or published, told once it is committed."""

from django.dispatch import Signal

# Sent by services.runs with `step_ids`, the keys of steps that a worker may do from now on. A hint:
# whoever must not miss a step sweeps.
steps_planned = Signal()

# Sent by services.proposals with `proposal_id`, a proposal that a worker may draft from now on. A
# hint, too.
release_planned = Signal()

# Sent by services.weight_drafts with `draft_id`, weights that a worker may work out from now on. A
# hint, too.
weights_asked = Signal()

# Sent by services.releasing with `release_id`, when the second coordinator has confirmed it.
release_confirmed = Signal()

"""What a shopper has typed and not handed in, as she may read it."""

from typing import Any

from evaluations.models import Draft


def own_draft(draft: Draft) -> dict[str, Any]:
    """Her words, with the device and the save that each was said in last."""
    return {
        "answered": draft.answered,
        "answers": draft.answers,
        "comments": draft.comments,
        "beside_the_form": draft.beside,
        "said_on_which_device": draft.said_on,
        "said_in_which_save": draft.said_in,
        "saved_at": draft.saved_at,
    }

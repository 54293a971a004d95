"""The choices of a method that decide how points become figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

ContactScore = Literal["weighted_mean_of_sections", "share_of_points"]
CompanyScore = Literal["mean_of_contacts", "mean_of_sections", "ratio_of_sums"]
Critical = Literal["zero_section", "zero_contact", "flag_only"]


@dataclass(frozen=True, slots=True)
class Counting:
    """How points are counted; sections and channels by their number.

    `agent` marks the sections of the agent's figure. `silent_in` marks the sections in which a
    contact that nobody answered counts 0: all, none, or some where sections have means of their
    own. With `channel_weights` a company's figure is the weighted mean of its channels', over
    those it has contacts on; without them all its contacts stand together.
    """

    weights: tuple[Fraction, ...]
    agent: tuple[bool, ...]
    silent_in: tuple[bool, ...]
    contact: ContactScore = "weighted_mean_of_sections"
    company: CompanyScore = "mean_of_contacts"
    critical: Critical = "zero_section"
    channel_weights: Mapping[int, Fraction] | None = None

    @property
    def by_points(self) -> bool:
        """Whether a contact scores its share of points, whatever their section."""
        return self.contact == "share_of_points"

    @property
    def agent_weights(self) -> tuple[Fraction, ...]:
        """The weights with every section but the agent's at 0."""
        return tuple(weight * on for weight, on in zip(self.weights, self.agent, strict=True))

    @property
    def unanswered_count(self) -> bool:
        """Whether a contact that nobody answered counts anywhere."""
        return any(self.silent_in)


def zeroed_under(zeroed: NDArray[np.bool_], critical: Critical) -> NDArray[np.bool_]:
    """Which sections a critical answer makes 0 under the method; a row a contact, a flag a section.

    `zeroed` flags the sections in which such an answer was given.
    """
    match critical:
        case "zero_section":
            return zeroed
        case "zero_contact":
            return np.broadcast_to(zeroed.any(axis=1, keepdims=True), zeroed.shape)
        case "flag_only":
            return np.zeros_like(zeroed)

"""The desk's page about one shopper, its scene made once for a module."""

from copy import deepcopy

import pytest

from tests.conftest import MakeOnce
from tests.evaluations.web.shopper_scene import Scene, make_scene


@pytest.fixture(scope="module")
def _scene_of_the_module(make_once: MakeOnce[Scene]) -> Scene:
    return make_once(make_scene)


@pytest.fixture
def scene(db: None, _scene_of_the_module: Scene) -> Scene:
    """As if made for this test alone."""
    return deepcopy(_scene_of_the_module)

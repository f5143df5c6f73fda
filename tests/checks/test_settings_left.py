"""A setting of PyTorch that an answer leaves changed is found, also where an earlier call has changed it already."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import torch

from autograder.course import load
from autograder.engine.loading import package_of

COURSE = Path(__file__).parents[2]

ON_FOR_ALL = "the gradient mode of a caller who had switched gradients off"

LEFT = {
    "autograd's anomaly detection": lambda: torch.autograd.set_detect_anomaly(True),
    "the default device": lambda: torch.set_default_device("meta"),
    "the default dtype": lambda: torch.set_default_dtype(torch.float64),
    "the gradient mode": lambda: torch.set_grad_enabled(False),
    ON_FOR_ALL: lambda: torch.set_grad_enabled(True),
}


def needs_gradients() -> None:
    """As a training step, which gets nowhere where gradients are off."""
    leaf = torch.ones(1, requires_grad=True)
    (2 * leaf).sum().backward()


def puts_it_back() -> None:
    with torch.autograd.detect_anomaly(), torch.device("meta"), torch.no_grad():
        torch.ones(1)


@pytest.fixture(params=["04_training", "05_debugging"])
def probes(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    module = importlib.import_module(f"{package_of(load(COURSE, request.param))}.common_probes")
    yield module
    module._as_usual()


def left(probes: ModuleType, answer: Callable[[], object]) -> list[str]:
    seen = probes.settings_left(SimpleNamespace(answer=answer), "answer", [])
    return list(seen["changed"] if isinstance(seen, dict) else seen)  # one assignment's looks at results, too


@pytest.mark.filterwarnings("ignore:Anomaly Detection")
@pytest.mark.parametrize("named", LEFT)
def test_a_setting_that_is_left_is_named_every_time(probes: ModuleType, named: str) -> None:
    for _ in range(2):
        assert left(probes, LEFT[named]) == [named]
    assert left(probes, lambda: None) == []


@pytest.mark.filterwarnings("ignore:Anomaly Detection")
@pytest.mark.parametrize("answer", [needs_gradients, puts_it_back])
def test_an_answer_that_leaves_none_has_changed_none(probes: ModuleType, answer: Callable[[], None]) -> None:
    torch.autograd.set_detect_anomaly(True)  # by a cell of the notebook, say
    assert left(probes, answer) == []


@pytest.mark.parametrize("before", [True, False])
def test_an_input_may_require_gradients_and_then_has_to_go_on_doing_so(before: bool) -> None:
    module = importlib.import_module(f"{package_of(load(COURSE, '05_debugging'))}.common_probes")
    x = torch.ones(3, requires_grad=before)
    around = module._Surroundings(x)
    _ = x + 1
    assert around.changed() == []
    x.requires_grad_(not before)
    assert around.changed() == ["the inputs' requires_grad"]

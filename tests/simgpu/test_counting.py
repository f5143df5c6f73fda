"""Copies and synchronisations are counted."""

import contextlib
import io

import pytest
import torch
import torch.nn.functional as F
from torch import nn


def cost(simgpu, action, *args) -> tuple[int, int, int]:
    with simgpu.counting() as counts:
        action(*args)
    return counts.to_device, counts.to_host, counts.synchronisations


@pytest.mark.parametrize("spelling", ["simgpu", "cuda"])
@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (lambda x, d: x + 1, (0, 0, 0)),
        (lambda x, d: x.to(d), (0, 0, 0)),
        (lambda x, d: torch.ones(3).to(d), (1, 0, 0)),
        (lambda x, d: torch.ones(3).to(d, torch.float64, non_blocking=True), (1, 0, 0)),
        (lambda x, d: torch.tensor([1, 2], device=d), (1, 0, 0)),
        (lambda x, d: torch.zeros(3, device=d), (0, 0, 0)),
        (lambda x, d: nn.Linear(3, 2).to(d), (2, 0, 0)),
        (lambda x, d: x[torch.tensor([0])], (1, 0, 0)),
        (lambda x, d: x.copy_(torch.ones(2, 2)), (1, 0, 0)),
        (lambda x, d: x.clone(), (0, 0, 0)),
        (lambda x, d: x.cpu(), (0, 1, 1)),
        (lambda x, d: x.to("cpu", non_blocking=True), (0, 1, 0)),
        (lambda x, d: torch.zeros(2, 2).copy_(x), (0, 1, 1)),
        (lambda x, d: x.sum().item(), (0, 1, 1)),
        (lambda x, d: float(x[0, 0]), (0, 1, 1)),
        (lambda x, d: bool((x > 0).any()), (0, 1, 1)),
        (lambda x, d: x.tolist(), (0, 1, 1)),
        (lambda x, d: x.nonzero(), (0, 0, 1)),
        (lambda x, d: x[x > 1], (0, 0, 1)),
        (lambda x, d: x.masked_fill(x > 1, 0.0), (0, 0, 0)),
        (lambda x, d: x.__setitem__(x > 1, 0.0), (0, 0, 0)),
        (lambda x, d: torch.unique(x), (0, 0, 1)),
        (lambda x, d: torch.equal(x, x.clone()), (0, 0, 1)),
        (lambda x, d: torch.accelerator.synchronize(), (0, 0, 1)),
        (lambda x, d: torch.get_device_module(d).synchronize(), (0, 0, 1)),
    ],
)
def test_what_an_action_costs(action, expected, spelling, simgpu):
    with simgpu.as_cuda() if spelling == "cuda" else contextlib.nullcontext():
        x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], device=spelling)
        assert cost(simgpu, action, x, spelling) == expected


def test_printing_waits(simgpu):
    x = torch.ones(3, device="simgpu")
    with contextlib.redirect_stdout(io.StringIO()):
        _, to_host, synchronisations = cost(simgpu, print, x)
    assert to_host >= 1 and synchronisations >= 1


def test_bytes(simgpu):
    with simgpu.counting() as counts:
        x = torch.ones(10, 3).to("simgpu")
        y = torch.ones(5, dtype=torch.int64).to("simgpu")
        x.cpu(), y.sum().item()
        torch.zeros(0, 3).to("simgpu")
    assert (counts.to_device, counts.bytes_to_device) == (2, 160)
    assert (counts.to_host, counts.bytes_to_host, counts.synchronisations) == (2, 128, 2)


def test_blocks_nest_and_end(simgpu):
    with simgpu.counting() as outer:
        torch.ones(1).to("simgpu")
        with simgpu.counting() as inner:
            torch.ones(1).to("simgpu")
            assert inner.to_device == 1  # live
        assert outer == simgpu.Counts(to_device=2, bytes_to_device=8)
    with contextlib.suppress(ZeroDivisionError), simgpu.counting() as failed:
        1 / 0  # noqa: B018
    torch.ones(1).to("simgpu")
    assert (outer.to_device, inner.to_device, failed.to_device) == (2, 1, 0)


@pytest.mark.parametrize("optimizer", [torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW])
def test_a_training_step_need_not_wait(optimizer, simgpu):
    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Dropout(0.1), nn.Linear(3, 2)).to("simgpu")
    optimizer = optimizer(model.parameters(), lr=0.1)
    x, y = torch.randn(8, 4), torch.randint(0, 2, (8,))
    total = torch.zeros((), device="simgpu")

    def epoch(wait: bool) -> None:
        for _ in range(5):
            optimizer.zero_grad()
            with torch.autocast("simgpu", dtype=torch.bfloat16):
                loss = F.cross_entropy(model(x.to("simgpu")), y.to("simgpu"))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total.add_(loss.item() if wait else loss.detach())
        total.item()

    assert cost(simgpu, epoch, False) == (10, 1, 1)
    assert cost(simgpu, epoch, True) == (10, 6, 6)

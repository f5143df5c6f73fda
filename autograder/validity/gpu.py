"""`autograder gpu`: what this machine's GPU does, measured and shown. No score hangs on it: machines differ.

Every clock is read on an empty queue, after a warm-up, and the best of several readings counts: whatever else runs on
the machine makes a reading longer, and nothing makes it shorter.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from typing import Any

import torch
from rich.console import Group
from rich.table import Table
from rich.text import Text
from torch import nn

_TENSOR_CORES = 7  # the first major compute capability that has them


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the work is. The defaults keep a data-centre GPU busy for milliseconds."""

    product: int = 4096
    width: int = 4096
    depth: int = 4
    batch: int = 4096
    steps: int = 10
    repeats: int = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """Two ways to do one thing. `plain` and `better` are in seconds where `unit` is "s".

    `factor` is how many times as good the second way is; `least` is what it should reach, None where nothing is asked.
    """

    name: str
    plain: tuple[str, float]
    better: tuple[str, float]
    factor: float
    unit: str = "s"
    least: float | None = None

    @property
    def ok(self) -> bool:
        return self.least is None or self.factor >= self.least

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"ok": self.ok}


def measure(device: str, sizes: Sizes | None = None) -> list[Figure]:
    """Measure a device ("cuda"; any other name serves tests) against the CPU, and its ways to compute and to wait."""
    sizes = sizes or Sizes()
    return [_product(device, sizes), _precision(device, sizes), _waiting(device, sizes), _closeness(device)]


def table(figures: list[Figure]) -> Group:
    """One row a figure, and a sentence below for each that falls short."""
    rows = Table(title_justify="left")
    for column in ("measured", "one way", "", "the other", "", "factor", "at least"):
        rows.add_column(column, justify="left" if column in ("measured", "one way", "the other") else "right")
    for figure in figures:
        (one, plain), (other, better) = figure.plain, figure.better
        values = (f"{plain:.3g} {figure.unit}".strip(), f"{better:.3g} {figure.unit}".strip())
        least = "–" if figure.least is None else f"{figure.least:g}"
        rows.add_row(figure.name, one, values[0], other, values[1], f"{figure.factor:.3g}", least)
    short = [figure.name for figure in figures if not figure.ok]
    last = Text(f"below what a GPU reaches: {', '.join(short)}. Is another program using it?" if short else "")
    return Group(rows, last) if short else Group(rows)


def best_seconds(work: Callable[[], object], device: str, repeats: int) -> float:
    """The shortest of `repeats` calls in seconds, each from an empty queue to an empty queue, after one more."""
    synchronize = getattr(torch, device).synchronize
    work()
    found = []
    for _ in range(repeats):
        synchronize()
        started = time.perf_counter()
        work()
        synchronize()
        found.append(time.perf_counter() - started)
    return min(found)


def _product(device: str, sizes: Sizes) -> Figure:
    """A product of n×n float32 matrices. The weakest GPU that is sold for computing beats a server's CPU twice over."""
    n, seconds = sizes.product, {}
    for place in ("cpu", device):
        a = torch.randn(n, n, device=place)
        seconds[place] = best_seconds(lambda a=a: a @ a, place, sizes.repeats)  # type: ignore[misc]
    factor = seconds["cpu"] / seconds[device]
    name = f"product of {n}×{n} matrices, float32"
    return Figure(name, ("CPU", seconds["cpu"]), ("GPU", seconds[device]), factor, least=2.0)


def _precision(device: str, sizes: Sizes) -> Figure:
    """Training steps of wide layers. Tensor cores multiply float16 several times as fast; less wide, launches rule."""
    seconds = {}
    for dtype in (torch.float32, torch.float16):
        torch.manual_seed(0)
        model = nn.Sequential(*[nn.Linear(sizes.width, sizes.width) for _ in range(sizes.depth)]).to(device)
        x = torch.randn(sizes.batch, sizes.width, device=device)
        step = _training(model, device, dtype, lr=1e-3)
        seconds[dtype] = best_seconds(lambda step=step, x=x: step(x, x), device, sizes.repeats)  # type: ignore[misc]
    factor = seconds[torch.float32] / seconds[torch.float16]
    has_tensor_cores = device == "cuda" and torch.cuda.get_device_capability()[0] >= _TENSOR_CORES
    return Figure(
        f"training step, {sizes.depth} layers of width {sizes.width}",
        ("float32", seconds[torch.float32]),
        ("float16 autocast", seconds[torch.float16]),
        factor,
        least=1.2 if has_tensor_cores else None,
    )


def _waiting(device: str, sizes: Sizes) -> Figure:
    """A loop of small steps that asks for the loss each time, and one that asks once. Small, so that waiting shows."""
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64)).to(device)
    x, step = torch.randn(32, 64, device=device), _training(model, device, torch.float32, lr=1e-3)

    def loop(ask_always: bool) -> None:
        for number in range(sizes.steps):
            loss = step(x, x)
            if ask_always or number == sizes.steps - 1:
                loss.item()

    asking, once = (best_seconds(lambda a=a: loop(a), device, sizes.repeats) for a in (True, False))  # type: ignore[misc]
    return Figure(f"{sizes.steps} small steps", ("a loss each step", asking), ("once", once), asking / once)


def _closeness(device: str) -> Figure:
    """The losses after training from one start in float32 and in scaled float16. Their ratio should be 1, nearly."""
    torch.manual_seed(0)
    start = nn.Sequential(nn.Linear(32, 64), nn.Tanh(), nn.Linear(64, 1))
    x = torch.randn(256, 32)
    y = x[:, :4].sum(dim=1, keepdim=True).tanh()
    losses = {}
    for dtype in (torch.float32, torch.float16):
        step = _training(copy.deepcopy(start).to(device), device, dtype, lr=0.2)
        for _ in range(50):
            loss = step(x.to(device), y.to(device))
        losses[dtype] = loss.item()
    full, half = losses[torch.float32], losses[torch.float16]
    # On a CPU the two agree to 0.0001. Gradients lost by float16 leave the loss ten times as high, where it began.
    factor = min(full, half) / max(full, half)
    return Figure("loss after 50 steps", ("float32", full), ("float16 autocast", half), factor, unit="", least=0.98)


def _training(
    model: nn.Module, device: str, dtype: torch.dtype, lr: float
) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    """A function that takes one step on (x, y) and returns the loss, on the device; below float32 with a scaler."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    half = dtype is not torch.float32
    scaler = torch.amp.GradScaler(device, init_scale=1024.0, enabled=half)

    def step(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        optimizer.zero_grad()
        with torch.autocast(device, dtype=dtype) if half else nullcontext():
            output = model(x)
        loss = nn.functional.mse_loss(output.float(), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss.detach()

    return step


__all__ = ["Figure", "Sizes", "best_seconds", "measure", "table"]

"""Train the course's reference networks on all of MNIST and Fashion-MNIST: `python -m demo.full_sets [--json FILE]`.

The networks are the reference answers of 03_modules, the loop is that of 04_training; nothing is written a second time.
Needs the full sets where MNIST_DIR and FASHION_MNIST_DIR say, and some minutes. Exits with 1 where a mark is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table
from torch import nn
from torch.utils.data import DataLoader

from autograder.course import grade_id, load
from autograder.course.datasets import SETS
from autograder.errors import UserError

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """One network on one set; `mark` is the accuracy that is published for such a network."""

    title: str
    dataset: str
    build: Callable[[dict[str, Any]], nn.Module]
    mark: float
    epochs: int
    batch_size: int = 128
    rate: float = 1e-3


RUNS = (
    Run("MLP 784-256-128-10", "mnist", lambda course: course["MNISTModel"](), 0.975, 8),
    Run("MLP with batch norm", "mnist", lambda course: _flat(course["BatchNormMLP"]([784, 256, 128, 10])), 0.98, 10),
    Run("ConvNet", "mnist", lambda course: course["ConvNet"](), 0.985, 2),
    Run("MLP 784-256-128-10", "fashion", lambda course: course["MNISTModel"](), 0.87, 8),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    network: str
    dataset: str
    parameters: int
    epochs: int
    accuracy: float
    mark: float
    seconds: float

    @property
    def reached(self) -> bool:
        return self.accuracy >= self.mark


def reference_names() -> dict[str, Any]:
    """What the reference answers of 03_modules and 04_training define, one after the other in one namespace."""
    names: dict[str, Any] = {"__name__": "reference"}
    for assignment, exercises in (
        ("03_modules", {"setup", "mnist_model", "batchnorm_mlp", "conv_net"}),
        ("04_training", {"setup", "digits_dataset", "train_one_epoch", "evaluate"}),
    ):
        for cell in load(ROOT, assignment).read_source().cells:
            if cell.cell_type == "code" and grade_id(cell) in exercises:
                exec(compile(cell.source, f"<{assignment}: {grade_id(cell)}>", "exec"), names)
    return names


def train(run: Run, course: dict[str, Any], seed: int) -> Outcome:
    """Adam with a cosine schedule over the training images; accuracy on the 10,000 test images."""
    torch.manual_seed(seed)
    read = SETS[run.dataset].read
    parts = {part: course["DigitsDataset"](*map(torch.tensor, read(part))) for part in ("train", "t10k")}
    model = run.build(course)
    loader = DataLoader(parts["train"], run.batch_size, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), run.rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, run.epochs)
    started = time.perf_counter()
    for _ in range(run.epochs):
        course["train_one_epoch"](model, loader, nn.functional.cross_entropy, optimizer, "cpu")
        schedule.step()
    seconds = time.perf_counter() - started
    _, accuracy = course["evaluate"](model, DataLoader(parts["t10k"], 1000), nn.functional.cross_entropy, "cpu")
    parameters = sum(parameter.numel() for parameter in model.parameters())
    return Outcome(run.title, run.dataset, parameters, run.epochs, accuracy, run.mark, seconds)


def _flat(model: nn.Module) -> nn.Module:
    return nn.Sequential(nn.Flatten(), model)


def table(outcomes: list[Outcome]) -> Table:
    shown = Table(title="Reference networks on the full sets", title_justify="left")
    for column in ("network", "set"):
        shown.add_column(column)
    for column in ("parameters", "epochs", "accuracy", "mark", "seconds"):
        shown.add_column(column, justify="right")
    for outcome in outcomes:
        shown.add_row(
            outcome.network,
            outcome.dataset,
            f"{outcome.parameters:,}",
            str(outcome.epochs),
            f"{outcome.accuracy:.2%}",
            f"{outcome.mark:.1%}",
            f"{outcome.seconds:.0f}",
            style=None if outcome.reached else "red",
        )
    return shown


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.full_sets", description="Train the references on full sets.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the result as JSON")
    chosen = parser.parse_args()
    torch.set_num_threads(1)  # as in the grader; more threads are faster here only while nothing else runs
    try:
        course = reference_names()
        outcomes = []
        for run in RUNS:
            print(f"{run.title} on {run.dataset}, {run.epochs} epochs …", file=sys.stderr, flush=True)
            outcomes.append(train(run, course, chosen.seed))
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    Console().print(table(outcomes))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(outcome) for outcome in outcomes], indent=2) + "\n")
    return 0 if all(outcome.reached for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())

"""`autograder gpu`: figures of a machine, tried on devices that every machine has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from rich.console import Console

from autograder import cli
from autograder.boundary import gpu
from autograder.validity import gpu as measure
from autograder.validity.gpu import Figure, Sizes

SMALL = Sizes(product=64, width=16, depth=2, batch=8, steps=3, repeats=2)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    assert isinstance(end.value.code, int)
    return end.value.code


def test_every_figure_is_measured() -> None:
    figures = measure.measure("cpu", SMALL)
    assert [figure.least for figure in figures] == [2.0, None, None, 0.98]
    assert all(figure.factor > 0 and figure.plain[1] > 0 and figure.better[1] > 0 for figure in figures)


def test_training_in_float16_ends_where_float32_does() -> None:
    closeness = measure.measure("cpu", SMALL)[-1]
    assert closeness.ok
    assert closeness.plain[1] < 0.2, "the network has learned: it began at 0.7"


def test_each_reading_is_taken_on_an_empty_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    readings = iter([0.0, 3.0, 3.0, 4.0])
    monkeypatch.setattr(torch.cpu, "synchronize", lambda: log.append("synchronize"))
    monkeypatch.setattr(measure.time, "perf_counter", lambda: (log.append("clock"), next(readings))[1])

    seconds = measure.best_seconds(lambda: log.append("work"), "cpu", repeats=2)

    assert seconds == 1.0, "the best of all"
    assert log == ["work", *["synchronize", "clock", "work", "synchronize", "clock"] * 2]


def test_the_table_says_what_falls_short() -> None:
    slow = Figure("a product", ("CPU", 1.0), ("GPU", 0.8), 1.25, least=2.0)
    shown = Console(width=120)
    with shown.capture() as captured:
        shown.print(measure.table([slow, Figure("a loop", ("a", 2.0), ("b", 1.0), 2.0)]))
    assert "below what a GPU reaches: a product." in captured.get()


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_without_a_gpu_there_is_nothing_to_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("gpu") == 2
    assert "no CUDA GPU can be used here" in capsys.readouterr().err


@pytest.mark.parametrize(("factor", "code"), [(5.0, 0), (1.0, 1)])
def test_the_command_writes_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, factor: float, code: int
) -> None:
    figure = Figure("a product", ("CPU", factor), ("GPU", 1.0), factor, least=2.0)
    monkeypatch.setattr(gpu, "require", lambda: None)
    monkeypatch.setattr(measure, "measure", lambda device: [figure])
    assert run("gpu", "--json", str(tmp_path / "gpu.json")) == code
    written = json.loads((tmp_path / "gpu.json").read_text())
    assert written["figures"][0] | {"name": "", "unit": ""} == {
        "name": "", "plain": ["CPU", factor], "better": ["GPU", 1.0], "factor": factor, "unit": "", "least": 2.0,
        "ok": factor > 2,
    }  # fmt: skip


@pytest.mark.gpu
@pytest.mark.slow
def test_a_gpu_reaches_what_is_asked_of_it() -> None:
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device here, or not without `-m gpu`")
    assert [figure.name for figure in measure.measure("cuda") if not figure.ok] == []

"""A whole notebook of 06_gpu_amp whose student works on `cuda` where there is one, and one that works on simgpu."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.course import grade_id, load
from autograder.engine.engine import Engine

ASSIGNMENT = load(Path(__file__).parents[2], "06_gpu_amp")
OWN_CELL = """\
model = nn.Linear(2, 1).to(DEVICE)
batches = [(torch.rand(4, 2), torch.rand(4, 1)) for _ in range(3)]
optimizer = torch.optim.Adam(model.parameters())
print(train_epoch(model, batches, optimizer, nn.MSELoss(), DEVICE), next(model.parameters()).device)
scaler = torch.amp.GradScaler(torch.device(DEVICE).type)
x, y = to_device(batches[0], DEVICE)
print(amp_train_step(model, x, y, nn.MSELoss(), optimizer, scaler, 1.0).item())
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(ASSIGNMENT, remember=False) as engine:
        yield engine


@pytest.mark.slow
@pytest.mark.parametrize(
    ("device", "picked"),
    [
        ('"cuda" if torch.cuda.is_available() else "cpu"', "cuda_or_cpu"),
        ('"simgpu"', "accelerator_or_none"),
    ],
    ids=["cuda if available else cpu", "simgpu"],
)
def test_both_spellings_score_full(engine: Engine, device: str, picked: str) -> None:
    notebook = ASSIGNMENT.read_source()
    by_name = {grade_id(cell): cell for cell in notebook.cells}
    by_name["pick_device"].source = (ASSIGNMENT.checks_dir / "pick_device" / "wheats" / f"{picked}.py").read_text()
    place = notebook.cells.index(by_name["amp_train_step_check"]) + 1
    own = new_code_cell(f"DEVICE = {device}\n{OWN_CELL}")
    notebook.cells.insert(place, own)

    graded = engine.grade(notebook)

    lost = {result.id: result.score for result in graded.report.exercises if result.score not in (None, result.points)}
    assert not lost
    assert [output["output_type"] for output in graded.outputs[place]] == ["stream"]  # the student's own cell ran, too

"""The simulated accelerator ships with two assignments: one file, twice."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "source"


def test_both_assignments_ship_the_same_module() -> None:
    copies = sorted(SOURCE.glob("*/simgpu.py"))

    assert [path.parent.name for path in copies] == ["05_debugging", "06_gpu_amp"]
    assert copies[0].read_bytes() == copies[1].read_bytes()

"""The checks that `--device cuda` adds: they ask a second run of the notebook, in a sandbox that sees the GPU.

A process that has used CUDA cannot be copied, so these checks ask the notebook's own process, one after the other, and
not a snapshot of it. What they cost the process, they cost themselves: every other check has the run without a GPU.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.boundary import gpu
from autograder.boundary.failure import StudentError
from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox
from autograder.engine.notebook_run import NotebookRun
from autograder.engine.plan import Plan
from autograder.errors import GradingError

_TRIAL = "import torch\ntorch.ones(1, device='cuda').item()\nprint(torch.cuda.get_device_name(0))"


@dataclass(frozen=True, slots=True)
class Device:
    """A sandbox with a GPU in its view, tried out; `name` is the GPU's."""

    sandbox: Sandbox
    name: str

    @classmethod
    def start(cls, hidden: tuple[Path, ...], limits: Limits) -> "Device":
        """Raises UserError where this machine has no GPU for PyTorch, GradingError where the sandbox cannot use it."""
        sandbox = Sandbox(hidden, gpu=gpu.find())
        try:
            return cls(sandbox, _tried(sandbox, gpu.limits(limits)))
        except BaseException:
            sandbox.close()
            raise

    def run(self, layout: Plan, limits: Limits, seed: int, files: Mapping[str, bytes]) -> NotebookRun:
        """A run of a notebook that sees the GPU; it starts when it is first asked for something."""
        return NotebookRun(self.sandbox, layout, gpu.limits(limits), seed, files)

    def close(self) -> None:
        self.sandbox.close()


def _tried(sandbox: Sandbox, limits: Limits) -> str:
    """Use the GPU once from inside; return its name."""
    process = sandbox.spawn(limits, 0)
    try:
        answer = Link(process, limits.check_seconds).ask("cell", source=_TRIAL, cell="trial")
        if answer["error"] is not None:
            reason = str(answer["error"]["message"]).partition("\n")[0]
            raise GradingError(f"the GPU cannot be used inside the sandbox: {reason}")
        return _printed(answer["outputs"])
    except StudentError as problem:
        raise GradingError(f"the GPU cannot be used inside the sandbox: {problem}") from problem
    finally:
        process.kill()


def _printed(outputs: list[dict[str, Any]]) -> str:
    return "".join(output["text"] for output in outputs if output["output_type"] == "stream").strip()

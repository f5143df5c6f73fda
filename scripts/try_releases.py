"""Tries what students get as they get it: `python -m scripts.try_releases [ASSIGNMENT…]` (some minutes).

For each assignment: a fresh virtual environment with the release's requirements.txt alone (what all of them ask for is
installed once, and that environment copied). Then the release, with the reference's answers filled in, is run from top
to bottom, once in a copy of its folder, and once as a notebook that has come alone into an empty folder, as on Colab.
Its larger files come from a server on the loopback then, as they would from `c.ForStudents.files_at`. Nothing of this
repository is on the path.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
START, OVERVIEW = "for_students_start", "for_students_overview"
LIMIT_S = 900


def common_environment(folder: Path, names: list[str]) -> None:
    """An environment with what all of these releases ask for."""
    wanted = [requirements(name).read_text(encoding="utf-8").splitlines() for name in names]
    shared = [line for line in wanted[0] if line and line[0] != "#" and all(line in lines for lines in wanted)]
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "-qq", *shared], check=True)


def fresh_environment(folder: Path, common: Path, name: str) -> Path:
    """Its interpreter. The copy knows its place: an environment is where its pyvenv.cfg lies."""
    shutil.copytree(common, folder, symlinks=True, copy_function=os.link)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-qq", "-r", requirements(name)], check=True)
    return python


def requirements(name: str) -> Path:
    return ROOT / "release" / name / "requirements.txt"


def filled_in(release: Path, solution: Path, files_at: str) -> dict[str, Any]:
    """The release with the reference's answers; where files lie beside it in a course, they are at `files_at`."""
    notebook: dict[str, Any] = json.loads(release.read_text(encoding="utf-8"))
    answers = {cell["id"]: cell["source"] for cell in json.loads(solution.read_text(encoding="utf-8"))["cells"]}
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = answers[cell["id"]]
        if cell["id"] == START:
            cell["source"] = "".join(cell["source"]).replace("    address = ''\n", f"    address = {files_at!r}\n")
    return notebook


def run(python: Path, notebook: dict[str, Any], name: str, folder: Path) -> str:
    """Run the notebook in the folder; returns what its last cell says. A cell that fails ends this with its error."""
    (folder / name).write_text(json.dumps(notebook), encoding="utf-8")
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "HOME") if key in os.environ}
    command = [python, "-m", "nbconvert", "--log-level=ERROR", "--to", "notebook", "--execute", "--inplace", name]
    subprocess.run(command, cwd=folder, env=kept, check=True, timeout=LIMIT_S)
    cells = json.loads((folder / name).read_text(encoding="utf-8"))["cells"]
    (last,) = (cell for cell in cells if cell["id"] == OVERVIEW)
    return "".join(line for output in last["outputs"] for line in output["text"])


def try_release(name: str, address: str, common: Path, work: Path) -> None:
    started = time.monotonic()
    release, notebook = ROOT / "release" / name, f"{name.partition('_')[2]}.ipynb"
    python = fresh_environment(work / "environment", common, name)
    filled = filled_in(release / notebook, ROOT / "solutions" / name / notebook, f"{address}/{name}/")
    shutil.copytree(release, work / "folder")
    (work / "alone").mkdir()
    for place in ("folder", "alone"):
        said = run(python, filled, notebook, work / place)
        (counted,) = (line for line in said.splitlines() if line.startswith("The visible tests of "))
        passed, total = counted.split()[4], counted.split()[6]
        print(f"{name}, {place}: the visible tests of {passed} of {total} exercises pass", flush=True)
        assert passed == total, said
    print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.try_releases", description=__doc__)
    parser.add_argument("assignments", nargs="*", help="default: all")
    names = parser.parse_args().assignments or sorted(path.name for path in (ROOT / "release").iterdir())

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=ROOT / "release")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with tempfile.TemporaryDirectory() as folder:
            common_environment(common := Path(folder) / "common", names)
            for name in names:
                (work := Path(folder) / name).mkdir()
                try_release(name, f"http://127.0.0.1:{server.server_port}", common, work)
                shutil.rmtree(work)
        server.shutdown()


if __name__ == "__main__":
    main()

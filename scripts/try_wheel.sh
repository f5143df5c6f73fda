#!/usr/bin/env bash
# Builds a wheel from this tree, installs it into an empty environment, and lets it make and grade a new course there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf build # what an earlier wheel left there would be packed too
python -m build --wheel --no-isolation --outdir "$work/wheel" . >"$work/build.log" || { cat "$work/build.log"; exit 1; }
python -m venv "$work/env"
# The lock's versions, so that no release of a dependency breaks this; what the wheel itself asks for is what is installed.
"$work/env/bin/python" -m pip install -qqq --constraint requirements.lock "$work"/wheel/*.whl
export PATH="$work/env/bin:$PATH" VIRTUAL_ENV="$work/env"
cd "$work" # nothing of the checkout is on the path
autograder new-course course
cd course
autograder lint
autograder verify
autograder build --check
mkdir -p submitted/somebody/01_first
cp solutions/01_first/first.ipynb submitted/somebody/01_first/
autograder grade 01_first --json graded.json
python - <<'PYTHON'
import json

import autograder

scores = json.load(open("graded.json"))["scores"]
assert scores == {"somebody": 2.0}, scores
print("graded by the wheel in", autograder.__file__.partition("/env/")[2])
PYTHON

#!/usr/bin/env bash
# Rewrites requirements.lock from pyproject.toml: exact pins of the whole tree, keeping the pins that still fit.
#   make lock               adds and removes what pyproject.toml asks for
#   make lock UPGRADE=1     takes the newest versions
# Run it with Python 3.11, the oldest that is supported: what resolves there resolves on newer ones too.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    echo "error: make the lock file with Python 3.11: make distclean && PYTHON=python3.11 make setup" >&2
    exit 1
fi
tools=.cache/lock-tools
[ -x "$tools/bin/pip-compile" ] || { .venv/bin/python -m venv "$tools" && "$tools/bin/pip" install --quiet pip-tools; }

new=$(mktemp .cache/lock.XXXXXX)
trap 'rm -f "$new"' EXIT
[ -f requirements.lock ] && cp requirements.lock "$new"
# --allow-unsafe: setuptools, which torch needs and which builds this project, is pinned like everything else.
CUSTOM_COMPILE_COMMAND="make lock" "$tools/bin/pip-compile" --quiet --strip-extras --allow-unsafe \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-build-isolation \
    ${UPGRADE:+--upgrade} --extra dev --extra docs --extra otter --extra onnx --extra cluster --extra postgresql --output-file "$new" pyproject.toml

# The same file must serve CPU and CUDA machines: the local version (+cpu) and the CUDA packages are pip's choice.
.venv/bin/python - "$new" <<'PYTHON'
import re
import sys
from pathlib import Path

CUDA = re.compile(r"^(nvidia-|cuda-|triton==)")
kept: list[str] = []
skipping = False
for line in Path(sys.argv[1]).read_text().splitlines():
    if not line.startswith((" ", "#")):
        skipping = bool(CUDA.match(line))
    if not skipping:
        kept.append(re.sub(r"^(torch==[\d.]+)\+\w+", r"\1", line))
Path("requirements.lock").write_text("\n".join(kept) + "\n")
PYTHON
echo "requirements.lock: $(grep -c '==' requirements.lock) packages"

#!/usr/bin/env bash
# Makes the checkout ready to use: Python environment in .venv, system packages of the sandbox. Safe to run again.
#
#   PYTHON=/path/to/python3.12                    which interpreter to build on (default: python3, then newer ones)
#   PIP_INDEX_URL, PIP_EXTRA_INDEX_URL, ...       pip's own configuration is obeyed; no index is named here
#
# On Linux, PyPI's torch brings several gigabytes of CUDA libraries. Who wants the small CPU build sets
# PIP_EXTRA_INDEX_URL to PyTorch's CPU wheel index (its install page shows the address), or puts the wheel into a folder
# named by PIP_FIND_LINKS: a +cpu wheel of the pinned version is then preferred by pip.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# ---------------------------------------------------------------------------------------------- Python

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            printf '%s' "$name"
            return
        fi
    done
    if [ -n "${PYTHON:-}" ]; then
        fail "PYTHON=$PYTHON is not a Python 3.11 or newer. Point PYTHON at one that is."
    fi
    fail "Python 3.11 or newer is needed and none was found (python3 here is:" \
        "$(python3 --version 2>/dev/null || echo 'not installed')). Install one and run this again," \
        "or name it: PYTHON=/path/to/python3.12 make test"
}

if ! [ -x .venv/bin/python ] || ! is_new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$("$python" --version) has no venv module. Install it (Debian, Ubuntu: the package python3-venv) and run this again."
    say "Creating .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

. scripts/environment.sh

say "Installing the pinned packages (a few minutes and a large download the first time)"
.venv/bin/python -m pip install -qq --no-compile --requirement requirements.lock
# pip would compile all files one after the other, which takes as long as installing them. Some packages hold files that
# are no Python of this version: they are nothing to us.
.venv/bin/python -m compileall -qq -j 0 -x '/tests?/' "$(.venv/bin/python -c 'import site; print(site.getsitepackages()[0])')" || true
.venv/bin/python -m pip install -qq --no-deps --no-build-isolation --editable .

# ---------------------------------------------------------------------------------------------- sandbox

as_root=()
can_be_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null && sudo -n true 2>/dev/null && as_root=(sudo -n)
}

install_system_packages() {
    export DEBIAN_FRONTEND=noninteractive
    if command -v apt-get >/dev/null; then
        "${as_root[@]}" apt-get update -qq &&
            "${as_root[@]}" apt-get install -y -qq --no-install-recommends bubblewrap libseccomp2
    elif command -v dnf >/dev/null; then
        "${as_root[@]}" dnf install -y -q bubblewrap libseccomp
    elif command -v pacman >/dev/null; then
        "${as_root[@]}" pacman -S --noconfirm --needed --quiet bubblewrap libseccomp
    elif command -v apk >/dev/null; then
        "${as_root[@]}" apk add --quiet bubblewrap libseccomp
    elif command -v zypper >/dev/null; then
        "${as_root[@]}" zypper --non-interactive --quiet install bubblewrap libseccomp2
    else
        say "No package manager that this script knows (apt-get, dnf, pacman, apk, zypper) was found."
        return 1
    fi
}

sandbox_is_ready() { command -v bwrap >/dev/null && .venv/bin/python -c 'import pyseccomp' 2>/dev/null; }

if [ "$(uname -s)" = Linux ] && ! sandbox_is_ready; then
    say "Installing bubblewrap and libseccomp, which hold the sandbox together"
    log=.cache/system-packages.log
    if ! can_be_root; then
        say "They need an administrator's rights."
    elif ! install_system_packages >"$log" 2>&1; then
        cat "$log" >&2
    fi
    sandbox_is_ready ||
        say "warning: bubblewrap or libseccomp is missing. Install both with your system's package manager" \
            "(Debian, Ubuntu: apt-get install bubblewrap libseccomp2; Fedora: dnf install bubblewrap libseccomp)," \
            "then run: make setup. Until then no submission can be graded: none is run without the sandbox."
fi

touch .venv/.ready
say "Ready."

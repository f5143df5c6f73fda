#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image. `setup.sh --offline` does the second part alone.
#
#   AUTOGRADER_HOME      default /autograder
#   AUTOGRADER_PYTHON    an interpreter that has the packages of requirements.txt; default: one in HOME/venv, made here
#   PIP_INDEX_URL, ...   pip's own configuration is obeyed; no index is named here
set -euo pipefail
home="${AUTOGRADER_HOME:-/autograder}"
python="${AUTOGRADER_PYTHON:-$home/venv/bin/python}"
source="$home/source"

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

is_new_enough() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

online() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends bubblewrap libseccomp2 python3 python3-venv
    base=python3
    if ! is_new_enough "$base"; then # Ubuntu 22.04 has a newer one beside it
        apt-get install -y -qq --no-install-recommends python3.11 python3.11-venv
        base=python3.11
    fi
    is_new_enough "$base" || fail "Python 3.11 or newer is needed: choose a newer base image"
    "$base" -m venv --clear "$home/venv"
    "$home/venv/bin/python" -m pip install --quiet --requirement "$source/requirements.txt"
}

offline() {
    [ -x "$python" ] || fail "$python: no such interpreter. Run setup.sh without --offline, or set AUTOGRADER_PYTHON"
    rm -rf "$home/course"
    mkdir -p "$home/course" "$home/results" "$home/submission"
    mkdir -p -m 700 "$home/secrets" # what the checks draw derives from a secret of this image's
    "$python" -m zipfile -e "$source/course.zip" "$home/course"
    # Checks and solutions are for us alone. Submissions run as nobody, and see what the sandbox is made of.
    chmod -R go= "$home/course" "$source"
    chmod -R go=rX "$home/course/autograder/boundary"
    [ ! -f "$home/run_autograder" ] || chmod 755 "$home/run_autograder"
    chmod 755 "$source/run_autograder"
    export AUTOGRADER_SECRETS="$home/secrets"
    (cd "$home/course" && AUTOGRADER_HOME="$home" "$python" -m autograder.lms.gradescope --self-test)
}

case "${1:-}" in
"")
    online
    offline
    ;;
--offline) offline ;;
*) fail "$1: the only option is --offline" ;;
esac

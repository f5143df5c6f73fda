# Sourced by the Makefile, scripts/setup.sh and .ci/run, from the root of the checkout.
# Keeps every cache, Jupyter's configuration and its runtime files inside the checkout.
export XDG_CACHE_HOME="$PWD/.cache"
export PIP_CACHE_DIR="${PIP_CACHE_DIR:-$PWD/.cache/pip}"
export PIP_DISABLE_PIP_VERSION_CHECK=1
export JUPYTER_DATA_DIR="$PWD/.cache/jupyter/data"
export JUPYTER_CONFIG_DIR="$PWD/.cache/jupyter/config"
export JUPYTER_RUNTIME_DIR="$PWD/.cache/jupyter/runtime"
export IPYTHONDIR="$PWD/.cache/ipython"
export MPLCONFIGDIR="$PWD/.cache/matplotlib"
export VIRTUAL_ENV="$PWD/.venv"
export PATH="$PWD/.venv/bin:$PATH"
mkdir -p "$JUPYTER_DATA_DIR" "$JUPYTER_CONFIG_DIR" "$JUPYTER_RUNTIME_DIR" "$IPYTHONDIR" "$MPLCONFIGDIR"

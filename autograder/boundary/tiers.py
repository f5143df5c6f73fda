"""How the zygote is started: one way for each tier of isolation.

`bubblewrap`: namespaces. The inside sees a read-only interpreter and nothing else; each submission has its own tree of
processes and its own file systems in memory.

`landlock`: for machines that keep namespaces from ordinary users or lack bubblewrap (containers, hardened
distributions). Same user, same processes, same files as outside; Landlock and a stricter filter stand in between. What
it gives up: the inside can tell which processes and paths exist, files are bounded by a watch instead of a file
system's size, and there is no shared memory for a student's own process pools.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.boundary import jail, landlock, strict_filter
from autograder.boundary.gpu import Gpu
from autograder.boundary.system_view import SYSTEM, programs, shown_of_system
from autograder.errors import UserError

BUBBLEWRAP, LANDLOCK = "bubblewrap", "landlock"
NOBODY = 65534

_DROP = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs")
_VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "USER": "student",
    "LOGNAME": "student",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    # There is no network: `pip install` says so at once, or that it is there already, instead of trying for 8 s a line.
    "PIP_NO_INDEX": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}
# Beyond the interpreter: what the C library looks up when it loads a library, and what describes the machine.
_READABLE_FILES = ("/etc/ld.so.cache", "/proc/cpuinfo", "/proc/meminfo", "/dev/random", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Launch:
    """A prepared start. The descriptor of the zygote's control socket is to be appended to `command`.

    `readable` is None where the view itself is private; else it names what Landlock leaves readable. `owner` is the
    user the zygote will run as, None for the caller.
    """

    tier: str
    command: list[str]
    seccomp: bytes
    environment: dict[str, str] | None = None
    readable: tuple[str, ...] | None = None
    owner: int | None = None


def bubblewrap(hidden: tuple[Path, ...], folder: Path, gpu: Gpu | None = None) -> Launch:
    """Prepare the full tier; `folder` is an empty one of ours. Raises UserError where something is not installed.

    With a `gpu`, its device files are in the view.
    """
    root = os.geteuid() == 0
    _require(("bwrap", "setpriv", "unshare") if root else ("bwrap",))
    places = _places()
    seccomp = _compiled(shared_memory=gpu is not None)  # CUDA shares memory with the driver
    if not root:
        return Launch(BUBBLEWRAP, _bwrap(places, hidden, gpu), seccomp)
    # Root binds the interpreter where an unprivileged user can look, in a mount namespace of its own, and steps
    # down before bubblewrap starts: limits on processes do not bind root.
    inside = {name: folder / str(number) for number, name in enumerate(places)}
    return Launch(BUBBLEWRAP, [*_mounted(folder, places, inside), *_bwrap(inside, hidden, gpu)], seccomp)


def confined(hidden: tuple[Path, ...], folder: Path) -> Launch:
    """Prepare the lesser tier; `folder` is an empty one of ours. Raises UserError saying what this machine lacks."""
    if landlock.abi() == 0:
        raise UserError(
            "this kernel offers no Landlock: it needs Linux 5.13 or newer with `landlock` among the security modules "
            "(kernel parameter lsm=), and a container runtime that allows the landlock system calls"
        )
    seccomp = _compiled(strict_filter.tighten)
    root = os.geteuid() == 0
    if root:
        _require(("setpriv",))
    places = _places()
    boundary = places.pop("/app/autograder/boundary")
    # The boundary's own sources are copied, so that the worker needs to know nothing of where the package lies.
    application = folder / "app" / "autograder" / "boundary"
    shutil.copytree(boundary, application, ignore=shutil.ignore_patterns("__pycache__"))
    home = folder / "home"
    home.mkdir(mode=0o700)
    if root:
        os.chown(home, NOBODY, NOBODY)
    inside = dict(places)
    prefix: list[str] = []
    if root and not _readable_for_nobody(places):
        _require_mounts()
        inside = {name: folder / "view" / name.strip("/") for name in places}
        prefix = _mounted(folder / "view", places, inside)
    elif root:
        prefix = list(_DROP)
    readable = [str(folder / "app")]
    for name, outside in places.items():
        real = outside.resolve()
        trees = [real / "bin", real / "lib"] if name == "/py" else [real]
        readable += [
            str(inside[name] / Path(path).relative_to(real)) for path in landlock.without(trees, (*hidden, boundary))
        ]
    system = [Path(place) for place in (*SYSTEM, "/bin", "/lib", "/lib64")]
    readable += [*landlock.without(system, hidden), *_READABLE_FILES]
    interpreter = inside.get("/py", Path("/usr")) / "bin" / _VERSION
    paths = [str(folder / "app"), *(str(inside[name]) for name in ("/sp", "/sp64") if name in inside)]
    # There is no /etc/localtime in the other tier: clocks show the same zone in both.
    environment = _ENVIRONMENT | {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": ":".join(paths), "TZ": "UTC0"}
    if inside.get("/py") != places.get("/py"):
        environment |= {"PYTHONHOME": str(inside["/py"]), "LD_LIBRARY_PATH": str(inside["/py"] / "lib")}
    command = [*prefix, str(interpreter), "-m", "autograder.boundary.zygote"]
    return Launch(LANDLOCK, command, seccomp, environment, tuple(readable), NOBODY if root else None)


PREPARE: dict[str, Callable[..., Launch]] = {BUBBLEWRAP: bubblewrap, LANDLOCK: confined}


def _places() -> dict[str, Path]:
    """Return what the inside needs to see: path inside → path outside."""
    paths = sysconfig.get_paths()
    places = {"/app/autograder/boundary": Path(__file__).parent, "/sp": Path(paths["purelib"])}
    if paths["platlib"] != paths["purelib"]:
        places["/sp64"] = Path(paths["platlib"])
    if sys.base_prefix != "/usr":
        places["/py"] = Path(sys.base_prefix)
    return places


def _mounted(folder: Path, places: dict[str, Path], inside: dict[str, Path]) -> list[str]:
    """Return the start of a command that binds places outside to places inside `folder` and gives up being root."""
    script = [
        f"set -e; mkdir -p {shlex.quote(str(folder))}; mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(folder))}"
    ]
    for name, outside in places.items():
        target = shlex.quote(str(inside[name]))
        script.append(f"mkdir -p {target}; mount --rbind {shlex.quote(str(outside))} {target}")
    script.append(f'exec {" ".join(_DROP)} "$@"')
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", "; ".join(script), "sh"]


def _readable_for_nobody(places: dict[str, Path]) -> bool:
    look = 'for place; do test -r "$place" && test -x "$place" || exit 1; done'
    probed = subprocess.run([*_DROP, "sh", "-c", look, "sh", *map(str, places.values())], capture_output=True)
    return probed.returncode == 0


def _require_mounts() -> None:
    tried = shutil.which("unshare") and subprocess.run(["unshare", "--mount", "true"], capture_output=True)
    if not tried or tried.returncode != 0:
        raise UserError(
            f"root's Python ({sys.base_prefix}, packages in {sysconfig.get_paths()['purelib']}) cannot be read by an "
            "unprivileged user, and nothing may be mounted here. Install Python and the packages where everyone may "
            "read them (for example below /usr/local or /opt), or run the autograder as an ordinary user"
        )


def _bwrap(places: dict[str, Path], hidden: tuple[Path, ...], gpu: Gpu | None = None) -> list[str]:
    own_prefix = "/py" in places
    environment = {
        **_ENVIRONMENT,
        "HOME": "/tmp",
        "PYTHONPATH": ":".join(["/app", "/sp", *(["/sp64"] if "/sp64" in places else [])]),
        **({"PYTHONHOME": "/py", "LD_LIBRARY_PATH": "/py/lib"} if own_prefix else {}),
    }
    command = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    command += gpu.variables(environment.get("LD_LIBRARY_PATH")) if gpu is not None else []
    for system in (*shown_of_system(), *programs()):
        command += ["--ro-bind-try", system, system]
    for link in ("bin", "lib", "lib64"):
        if os.path.islink(f"/{link}"):
            command += ["--symlink", f"usr/{link}", f"/{link}"]
        elif link != "bin":  # its programs are among those above
            command += ["--ro-bind-try", f"/{link}", f"/{link}"]
    for inside, outside in places.items():
        command += ["--ro-bind", str(outside), inside]
    for folder in hidden:
        for inside, outside in {**places, "/usr/lib": Path("/usr/lib")}.items():
            if folder.is_relative_to(outside) and inside != "/app/autograder/boundary":
                command += ["--tmpfs", str(inside / folder.relative_to(outside))]
    for path in _installed_from_elsewhere(places):
        command += ["--ro-bind", "/dev/null", path]
    size = str(64 << 20)
    command += ["--proc", "/proc", "--dev", "/dev"]
    # /dev/zero can be mapped and shared: memory without a bound, as the filter refuses it. A bound file is no device.
    command += gpu.binds() if gpu is not None else ["--ro-bind", "/dev/null", "/dev/zero"]
    command += ["--size", size, "--tmpfs", "/tmp", "--size", size, "--tmpfs", "/dev/shm"]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
    python = f"/py/bin/{_VERSION}" if own_prefix else f"/usr/bin/{_VERSION}"
    return [*command, python, "-m", "autograder.boundary.zygote"]


def _installed_from_elsewhere(places: dict[str, Path]) -> list[str]:
    """Files among the packages that say where on the host a package was installed from; nothing inside needs them."""
    found = []
    for inside, outside in _places().items():
        for pattern in ("__editable__*", "*.dist-info/direct_url.json", "*.egg-link", "__pycache__/__editable__*"):
            found += [f"{inside}/{path.relative_to(outside)}" for path in sorted(outside.glob(pattern))]
    return [path for path in found if path.startswith(tuple(f"{name}/" for name in places))]


def _require(programs: tuple[str, ...]) -> None:
    for program in programs:
        package = "bubblewrap" if program == "bwrap" else "util-linux"
        if shutil.which(program) is None:
            raise UserError(
                f"`{program}` is missing, so student code cannot be run safely. "
                f"Install the system package {package} (for example: sudo apt-get install {package})."
            )


def _compiled(tighten: Callable[[Any, Any], None] | None = None, *, shared_memory: bool = False) -> bytes:
    try:
        return jail.compile_filter(tighten, shared_memory=shared_memory)
    except (ImportError, RuntimeError, OSError) as problem:
        raise UserError(
            f"libseccomp is missing ({problem}), so student code cannot be run safely. "
            "Install the system package libseccomp2 (Debian, Ubuntu) or libseccomp (Fedora, Arch)."
        ) from problem

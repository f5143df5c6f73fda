"""A clean interpreter inside the jail that forks one child for each submission.

It imports everything slow once, runs no tensor operation (threads would not survive the fork), and freezes the garbage
collector's view of the heap so that children share its pages. Started by `sandbox.py` as
`python -m autograder.boundary.zygote DESCRIPTOR [MODULE ...]`, the modules being what every submission imports.
"""

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
import tempfile
from typing import Any

import msgpack

from autograder.boundary import huge_pages, jail, keeper, landlock, substitutes
from autograder.boundary.channel import Channel
from autograder.boundary.wire import Encoder

_MOST_IMPORTS = 100  # at a time: an exit status counts no further than to 255


def _warm_up() -> Any:
    import contourpy  # noqa: F401  (and what follows: else imported at the first contour, tensor shown, optimizer)
    import matplotlib
    import torch
    import torch._dynamo
    import torch._subclasses.schema_check_mode
    import torch.utils.data

    from autograder.boundary import shell, surroundings, switches, worker

    worker.pin_threads()
    switches.run_graphs_as_they_are()
    notebook = shell.create()
    matplotlib.rcParams["figure.max_open_warning"] = 0
    # The first figure loads fonts and the first error loads IPython's formatters: pay for both once.
    notebook.run("import matplotlib.pyplot as plt\n_ = plt.plot([0, 1]); plt.title('A$^2$'); plt.show()", "warm", 1000)
    notebook.run("1/0", "warm", 1000)
    notebook.reset(new_session=False)  # type: ignore[no-untyped-call]
    torch.manual_seed(0)
    surroundings.libraries()
    return notebook


def _import(names: list[str]) -> None:
    """Import what can be imported; not what starts a thread by that, which no copy would have: a copy tries it out."""
    names = [name for name in names if name not in sys.modules]
    while names:
        several = names[:_MOST_IMPORTS]
        trial = os.fork()
        if trial == 0:
            os._exit(_before_a_thread(several))
        good = os.waitstatus_to_exitcode(os.waitpid(trial, 0)[1])
        if good < 0:  # one of them crashes
            return
        for name in several[:good]:
            _import_one(name)
        names = names[good + (good < len(several)) :]


def _before_a_thread(names: list[str]) -> int:
    """How many can be imported before there is a second thread."""
    for number, name in enumerate(names):
        _import_one(name)
        if len(os.listdir("/proc/self/task")) > 1:
            return number
    return len(names)


def _import_one(name: str) -> None:
    with contextlib.suppress(Exception):  # it is not installed, say: told where a cell imports it
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:  # a name in a module, as it is mostly
            importlib.import_module(name.rpartition(".")[0])


def _child(channel: Channel, notebook: Any, request: dict[str, Any]) -> None:
    """Run as the first process of a new tree: lock the door, then serve."""
    from autograder.boundary import worker

    limits = jail.Limits(**request["limits"])
    jail.die_with_parent()
    # Sent from here and not by the parent, or the greeting below could overtake it.
    handle = os.pidfd_open(os.getpid())
    channel.send_descriptor(handle)
    os.close(handle)
    nothing = os.open("/dev/null", os.O_RDWR)
    if request["landlock"] is None:
        os.setsid()  # a signal to its process group must not reach the parent outside
        jail.mount_own_proc()
        jail.step_out_of_mounts()
        os.makedirs("/tmp/work")
        os.chdir("/tmp/work")
        jail.limit_resources(limits)
        jail.drop_privileges()
    else:
        _confine(limits, request["landlock"]["readable"], request["landlock"]["scratch"])
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    jail.load_filter(request["seccomp"])
    sys.path.insert(0, os.getcwd())  # as in Jupyter: modules that lie beside the notebook can be imported
    worker.pin_threads()
    serving = worker.Worker(channel, notebook, limits.cell_output)
    serving.seed(request["seed"])
    channel.send(Encoder.request({"ok": "ready"}))
    serving.serve()


def _confine(limits: jail.Limits, readable: list[str], scratch: str) -> None:
    """Do without namespaces: a session of its own, one folder, and Landlock between it and all others."""
    os.setsid()
    jail.adopt_orphans()  # they count as this submission's, as they would with a pid 1 of its own
    os.chdir(scratch)
    os.environ["HOME"] = os.environ["TMPDIR"] = scratch
    tempfile.tempdir = None
    substitutes.install()
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # a machine short of memory ends this process, not its keeper
    jail.limit_resources(keeper.beside_others(limits))
    jail.drop_privileges()
    landlock.restrict(readable, ["/dev/null"], [scratch])


def _spawn(descriptors: list[int], notebook: Any, request: dict[str, Any], zygote: int) -> None:
    """In a fresh child: set the stage, fork the worker onto it, wait for it.

    Without namespaces there is a second descriptor, held open until nothing of the submission is left.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job is started without: cells need it
    namespaces = request["landlock"] is None
    jail.close_descriptors({0, 1, 2, *descriptors})
    os.setsid()
    channel = Channel(socket.socket(fileno=descriptors[0]))
    if namespaces:
        jail.enter_namespaces(jail.Limits(**request["limits"]))
    else:
        jail.adopt_orphans()
    pid = os.fork()
    if pid == 0:
        for descriptor in descriptors[1:]:
            os.close(descriptor)
        _child(channel, notebook, request)
    channel.close()
    if namespaces:
        os.waitpid(pid, 0)
    else:
        keeper.outlive(pid, zygote)


def main(descriptor: int, imports: list[str]) -> None:
    notebook = _warm_up()
    _import(imports)
    control = socket.socket(fileno=descriptor)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.sendall(b"R")
    zygote = os.getpid()
    pieces = huge_pages.large_pieces()
    while True:
        while not select.select([control], [], [], 0)[0] and huge_pages.join_next(pieces):
            pass  # while nobody waits
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 20, 2)
        if not message:
            return
        request = msgpack.unpackb(message)
        if os.fork() == 0:
            try:
                _spawn(descriptors, notebook, request, zygote)
            except BaseException as problem:
                # Standard error leads to the grader's log: a jail that cannot be entered is a fault of ours.
                os.write(2, f"sandbox child: {type(problem).__name__}: {problem}\n".encode())
            finally:
                os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

"""Each layer of the full sandbox by itself: a test fails where that layer is gone, whatever the others would catch."""

import errno
import os
import platform

import pytest
import torch

from autograder.boundary.jail import Limits

pytestmark = pytest.mark.attack

LOOK = """
import os, resource

def status():
    pairs = (line.partition(":") for line in open("/proc/self/status"))
    return {name: value.strip() for name, _, value in pairs}

def namespaces():
    return {name: os.readlink("/proc/self/ns/" + name) for name in sorted(os.listdir("/proc/self/ns"))}

def processes():
    return sorted(int(name) for name in os.listdir("/proc") if name.isdigit())

def networks():
    return [line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line]

def descriptors():
    return sorted(int(name) for name in os.listdir("/proc/self/fd"))

def limit(name):
    return list(resource.getrlimit(getattr(resource, name)))

def leave(text):
    for place in ("/tmp/left", "/dev/shm/left"):
        open(place, "w").write(text)

def left():
    return [place for place in ("/tmp/left", "/dev/shm/left") if os.path.exists(place)]

def writable(places):
    return [place for place in places if os.access(place, os.W_OK)]

"""


@pytest.fixture
def two(sandbox, notebook_of):
    """Two submissions that are there at the same time."""
    if sandbox.tier != "bubblewrap":
        pytest.skip("the lesser sandbox has other layers: tests/boundary/test_landlock.py")
    return notebook_of(LOOK), notebook_of(LOOK)


@pytest.mark.parametrize("kind", ["mnt", "uts", "ipc", "user", "pid", "net"])
def test_each_submission_has_namespaces_of_its_own(two, kind):
    first, second = (student.namespaces()[kind] for student in two)
    assert first != second
    assert os.readlink(f"/proc/self/ns/{kind}") not in (first, second)


def test_a_submission_sees_its_own_processes_alone(two):
    assert all(student.processes() == [1] for student in two)


def test_a_submission_has_no_network_but_itself(two):
    assert two[0].networks() == ["lo"]


def test_files_of_one_submission_are_not_there_for_another(two):
    two[0].leave("x")
    assert two[0].left() == ["/tmp/left", "/dev/shm/left"]
    assert two[1].left() == []


@pytest.mark.parametrize("kind", ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"])
def test_every_capability_is_dropped(two, kind):
    assert int(two[0].status()[kind], 16) == 0


def test_no_privilege_can_be_gained(two):
    assert two[0].status()["NoNewPrivs"] == "1"
    assert "0" not in two[0].status()["Uid"].split()


def test_system_calls_are_filtered(two):
    assert two[0].status()["Seccomp"] == "2"


def test_nothing_is_open_but_the_channel(two):
    assert [fd for fd in two[0].descriptors() if fd > 2 and fd < 200][1:] in ([], [two[0].descriptors()[-1]])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("RLIMIT_NPROC", Limits().processes + os.cpu_count()),
        ("RLIMIT_FSIZE", Limits().file_size << 20),
        ("RLIMIT_NOFILE", Limits().open_files),
        ("RLIMIT_CORE", 1),
    ],
)
def test_every_resource_has_a_limit(two, name, wanted):
    assert two[0].limit(name) == [wanted, wanted]


@pytest.mark.parametrize(("name", "allowed"), [("RLIMIT_AS", "address_space"), ("RLIMIT_DATA", "data")])
def test_memory_is_limited_beyond_what_the_process_begins_with(two, name, allowed):
    (soft, hard), allowed = two[0].limit(name), getattr(Limits(), allowed) << 20
    own = (16 << 30) if "cu" in torch.__version__ else (2 << 30)  # PyTorch's libraries
    assert soft == hard and allowed < soft < allowed + own + (os.cpu_count() * 72 << 20)


def test_only_its_own_folders_can_be_written(two):
    places = [
        "/",
        "/app",
        "/app/autograder/boundary",
        "/sp",
        "/py",
        "/usr",
        "/usr/bin",
        "/dev",
        "/etc",
        "/proc/sys/kernel",
    ]
    assert two[0].writable([*places, "/tmp", "/dev/shm"]) == ["/tmp", "/dev/shm"]


SHARED = """
import ctypes, errno, fcntl, os
libc = ctypes.CDLL(None, use_errno=True)
def refused(call, *arguments):
    return getattr(libc, call)(*arguments) == -1 and ctypes.get_errno() == errno.EPERM
file, folder = os.open(os.__file__, os.O_RDONLY), os.open("/tmp", os.O_RDONLY)
found = {call: refused(call, *arguments) for call, arguments in {
    "inotify_init": (), "inotify_init1": (0,), "fanotify_init": (0x200, 0), "syncfs": (file,),
    "syscall": (NUMBER, 1, ctypes.byref(ctypes.c_ulong(0))),
}.items()}
for name, handle, command, value in (("lease", file, 1024, 0), ("notify", folder, 1026, 1)):
    try:
        fcntl.fcntl(handle, command, value)
        found[name] = False
    except PermissionError:
        found[name] = True
"""


def test_what_the_whole_machine_shares_is_not_used_up_watched_or_held(notebook_of):
    """Asynchronous reads and watches have one number for all, a lease keeps others from opening a library's file."""
    io_setup = {"x86_64": 206, "aarch64": 0}[platform.machine()]
    found = notebook_of(SHARED.replace("NUMBER", str(io_setup))).value("found")
    assert all(found.values()), found


@pytest.mark.parametrize("number", [457, 467, 599, 1 << 20, 0x4000_0000 | 39])
def test_a_call_that_is_newer_than_the_filter_is_not_there(notebook_of, number):
    """The last one is getpid by another way of passing numbers (x32), which some kernels know."""
    student = notebook_of(
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "def call(number):\n    return [libc.syscall(number, 0, 0, 0, 0, 0), ctypes.get_errno()]"
    )
    assert student.call(number) == [-1, errno.ENOSYS]

"""The lesser sandbox, for machines without bubblewrap: Landlock, a stricter filter and a keeper hold hostile code."""

import contextlib
import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import arena
import pytest

from autograder.boundary import keeper, landlock, tiers, turn
from autograder.boundary import sandbox as boundary
from autograder.boundary.failure import StudentError, StudentStopped
from autograder.boundary.jail import Limits
from autograder.boundary.process import Process
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.scratch import Scratch
from autograder.boundary.wire import Closed
from autograder.engine.engine import Engine
from autograder.engine.report import Report
from autograder.errors import GradingError, UserError

pytestmark = pytest.mark.skipif(landlock.abi() == 0, reason="this kernel offers no Landlock")

BRIEF = Limits(cell_seconds=3, check_seconds=2, patience=2, processes=24, scratch=48, file_size=16)
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def confined() -> Iterator[Sandbox]:
    with Sandbox(hidden=(REPOSITORY / "autograder",), tier="landlock") as sandbox:
        yield sandbox


@pytest.fixture
def worker(confined: Sandbox) -> Iterator[Process]:
    process = confined.spawn(BRIEF, 0)
    yield process
    process.kill()


def run(process: Process, source: str) -> object:
    """Run a cell that leaves its finding in `found`, and return that; an exception is found as its type's name."""
    indented = "\n".join("    " + line for line in source.splitlines())
    attempt = f"found = None\ntry:\n{indented}\nexcept BaseException as problem:\n    found = type(problem).__name__"
    link = Link(process, 20)
    link.ask("cell", source=attempt, cell="attack")
    return link.ask("value", name="found")


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        return not any(f"State:\t{dead}" in status for dead in "ZX")  # not taken note of yet, or just now
    except OSError:
        return False


# -- what cannot be read or written ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def somebody_elses() -> Iterator[Path]:
    """A file that everybody may read and write, as far as ordinary permissions go."""
    folder = Path("/tmp") / f"landlock-test-{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o777)
    file = folder / "secret"
    file.write_text("a secret")
    file.chmod(0o666)
    yield file
    file.unlink()
    folder.rmdir()


@pytest.mark.attack
@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "/etc/hostname",
        REPOSITORY / "pyproject.toml",
        REPOSITORY / "autograder" / "engine" / "engine.py",
        *sorted((REPOSITORY / "autograder" / "checks").rglob("*.py"))[:3],
        *sorted((REPOSITORY / "solutions").rglob("*.ipynb"))[:1],
        Path(arena.__file__).parent / "checks" / arena.NAME / "first" / "wheats" / "twice.py",
        "/proc/{grader}/environ",
        "/proc/{grader}/cmdline",
        "/proc/self/environ",
        "/proc/1/status",
        "/dev/kmsg",
    ],
    ids=str,
)
def test_a_file_that_exists_cannot_be_read(worker, path):
    path = str(path).format(grader=os.getpid())
    assert os.path.exists(path)
    assert run(worker, f"found = open({path!r}, 'rb').read(10)") == "PermissionError"


@pytest.mark.attack
def test_a_file_that_permissions_would_allow_cannot_be_read_or_changed(worker, somebody_elses):
    for attempt in (
        "found = open({file!r}).read()",
        "open({file!r}, 'w').write('x')",
        "open({file!r}, 'a').write('x')",
        "import os; os.close(os.open({file!r}, os.O_RDONLY | os.O_TRUNC))",
        "import os; os.truncate({file!r}, 0)",
        "import os; os.unlink({file!r})",
        "import os; os.rename({file!r}, 'mine')",
        "import os; os.link({file!r}, 'mine')",
        "import os; os.symlink({file!r}, 'link'); found = open('link').read()",
        "import os; os.mkdir({folder!r} + '/new')",
        "import os; os.listdir({folder!r})",
        "import os; os.setxattr({file!r}, 'user.mark', b'1')",
        "import os; os.chown({file!r}, os.getuid(), -1)",
    ):
        source = attempt.format(file=str(somebody_elses), folder=str(somebody_elses.parent))
        assert run(worker, source) in ("PermissionError", "OSError"), source
    run(worker, f"import os; os.chmod({str(somebody_elses)!r}, 0); os.utime({str(somebody_elses)!r}, (0, 0))")
    assert somebody_elses.stat().st_mode & 0o777 == 0o666
    assert somebody_elses.stat().st_mtime > 0
    assert somebody_elses.read_text() == "a secret"
    assert sorted(somebody_elses.parent.iterdir()) == [somebody_elses]


@pytest.mark.attack
def test_nor_by_calls_that_libseccomp_does_not_know_by_name(worker, somebody_elses):
    """Those that are newer than the library that compiles the filter: fchmodat2, setxattrat, file_setattr."""
    call = "import ctypes, os; libc = ctypes.CDLL(None, use_errno=True); libc.syscall.restype = ctypes.c_long\n"
    file = str(somebody_elses).encode()
    os.setxattr(file, "user.mark", b"1")
    assert run(worker, f"{call}found = libc.syscall(452, -100, {file!r}, 0, 0)") == 0  # as chmod: nothing happens
    vector = (
        "value = ctypes.create_string_buffer(b'1234'); vector = (ctypes.c_uint64 * 2)(ctypes.addressof(value), 4)\n"
    )
    for attempt in (
        f"libc.syscall(463, -100, {file!r}, 0, b'user.left', vector, ctypes.c_size_t(16))",
        f"libc.syscall(466, -100, {file!r}, 0, b'user.mark')",
        f"libc.syscall(469, -100, {file!r}, (ctypes.c_uint64 * 4)(0x80), 32, ctypes.c_size_t(0))",
        "libc.syscall(599)",
    ):
        assert run(worker, f"{call}{vector}found = [{attempt}, ctypes.get_errno()]") == [-1, errno.ENOSYS], attempt
    assert somebody_elses.stat().st_mode & 0o777 == 0o666
    assert os.listxattr(file) == ["user.mark"]


@pytest.mark.attack
def test_flags_of_a_file_that_may_be_read_stay(worker):
    """Where the grader is no root, packages and the interpreter are the student's process's own files."""
    for request in (0x40086602, 0x40087602, 0x401C5820, 0x40806685):
        source = f"import fcntl, os; fcntl.ioctl(os.open(os.__file__, os.O_RDONLY), {request}, bytes(128))"
        assert run(worker, source) == "PermissionError"
        refused = f"import errno\ntry: fcntl.ioctl(0, {request}, bytes(128))\nexcept OSError as e: found = e.errno"
        assert run(worker, f"import fcntl\n{refused}") == errno.EPERM, "by the filter, which comes before the file"


@pytest.mark.attack
@pytest.mark.parametrize("folder", ["/", "/tmp", "/dev/shm", "/var/tmp", sys.base_prefix, os.path.dirname(os.__file__)])
def test_nothing_can_be_written_outside_the_scratch_folder(worker, folder):
    assert run(worker, f"open({folder!r} + '/left-behind', 'w')") in ("PermissionError", "FileNotFoundError")
    assert not os.path.exists(f"{folder}/left-behind")


@pytest.mark.attack
def test_the_folder_of_another_submission_is_closed(confined, worker):
    other = confined.spawn(BRIEF, 0)
    try:
        place = run(other, "import os; open('answer', 'w').write('42'); found = os.getcwd()")
        assert Path(str(place), "answer").read_text() == "42"
        assert run(worker, f"found = open({place!r} + '/answer').read()") == "PermissionError"
        assert run(worker, f"open({place!r} + '/answer', 'w')") == "PermissionError"
        assert run(worker, f"import os; found = os.listdir({place!r} + '/..')") == "PermissionError"
    finally:
        other.kill()
    assert not Path(str(place)).exists(), "what a submission wrote is removed with it"


def test_an_ordinary_notebook_finds_what_it_needs(worker):
    """Files, temporary files, copies, pipes, subprocesses, threads, plots and late imports work as they should."""
    source = """
import asyncio, json, os, random, secrets, shutil, socket, subprocess, tempfile, threading, zipfile, sqlite3
import numpy as np, torch, xml.dom.minidom
import matplotlib.pyplot as plt
torch.save(torch.ones(3), 'tensor.pt')
np.save('array.npy', np.arange(3))
shutil.copy2('tensor.pt', 'copy.pt')
with zipfile.ZipFile('a.zip', 'w') as archive: archive.write('copy.pt')
zipfile.ZipFile('a.zip').extractall('unpacked')
with tempfile.TemporaryDirectory() as folder: open(folder + '/x', 'w').write('x')
with tempfile.TemporaryFile() as file: file.write(b'x')
plt.plot([1, 2]); plt.savefig('plot.png'); plt.close()
thread = threading.Thread(target=random.random); thread.start(); thread.join()
left, right = socket.socketpair(); left.sendall(b'hello')
read = subprocess.run(['cat'], input=b'piped', capture_output=True).stdout
sleeper = subprocess.Popen(['sleep', '60']); SIGNAL
sum_ = torch.load('unpacked/copy.pt').sum().item() + float(np.load('array.npy').sum())
found = [sum_, right.recv(5), read, os.path.expanduser('~') == os.getcwd(), len(secrets.token_bytes(4))]
"""
    kill = "sleeper.kill(); sleeper.wait()" if landlock.abi() >= landlock.ABI_OF_SCOPES else "pass"
    assert run(worker, source.replace("SIGNAL", kill)) == [6.0, b"hello", b"piped", True, 4]


def test_what_needs_terminals_or_shared_memory_elsewhere_works_without(worker):
    source = """
import torch
from torch.utils.data import DataLoader
loader = DataLoader(torch.arange(6.0), batch_size=2, num_workers=2, persistent_workers=True, timeout=5)
found = [[batch.sum().item() for batch in loader] for _ in range(2)], loader.num_workers
"""
    assert run(worker, source) == ([[1.0, 5.0, 9.0]] * 2, 2)
    link = Link(worker, 20)
    answer = link.ask(
        "cell", source="name = 'world'\n!echo hello {name}; exit 3\nlines = !echo a; echo b", cell="shell"
    )
    assert answer["error"] is None
    assert answer["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "hello world\n"}]
    assert run(worker, "found = [list(lines), _exit_code]") == [["a", "b"], 3]


def test_the_number_of_somebody_elses_process_ends_nobody(worker):
    """What a student's process calls its own copy is what the grader kills in the end."""
    source = (
        "import os\nimport autograder.boundary.worker as module\nfork = os.fork\n"
        "def lie():\n    child = fork()\n    if child == 0: os._exit(0)\n    os.waitpid(child, 0)\n    return {}\n"
        "module._fork, os.waitpid = lie, lambda *_: (0, 0)"
    )
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        for victim in (bystander.pid, "os.getpid()"):
            assert run(worker, source.format(victim)) is None
            with pytest.raises(Closed):
                worker.fork()
            run(worker, "module._fork = fork")
            copy = worker.fork()  # the process itself is as good as before
            copy.kill()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_cell_may_run_an_event_loop(worker):
    link = Link(worker, 20)
    link.ask("cell", source="import asyncio\nawait asyncio.sleep(0.01)\nfound = 'slept'", cell="loop")
    assert link.ask("value", name="found") == "slept"


# -- the network and other processes -----------------------------------------------------------------------------


@pytest.mark.attack
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"])
def test_there_are_no_sockets_but_connected_pairs(worker, family):
    for kind in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"):
        found = run(worker, f"import socket; socket.socket(socket.{family}, socket.{kind})")
        assert found in ("OSError", "PermissionError"), (family, kind)


@pytest.mark.attack
def test_a_socket_file_of_another_program_cannot_be_reached(worker):
    assert run(worker, "import socket; socket.socketpair(type=socket.SOCK_DGRAM)") == "PermissionError"
    connect = "import socket; socket.socketpair()[0].connect('/run/any')"
    assert run(worker, connect) == "PermissionError"


@pytest.mark.attack
def test_the_processes_around_it_cannot_be_reached(confined, worker):
    """The grader, the zygote, the keeper and another worker: no signal, no limit, no priority, no look inside."""
    other = confined.spawn(BRIEF, 0)
    outsiders = [os.getpid(), confined._zygote.process.pid, other.pid]
    try:
        outsiders.append(run(worker, "import os; found = os.getppid()"))
        before = [os.sched_getaffinity(pid) for pid in outsiders]
        for pid in outsiders:
            for attempt in (
                "os.kill({pid}, 9)",
                "os.kill({pid}, 0)",
                "signal.pidfd_send_signal(os.pidfd_open({pid}), 9)",
                "resource.prlimit({pid}, resource.RLIMIT_NOFILE, (0, 0))",
                "os.sched_setaffinity({pid}, [0])",
                "os.setpriority(os.PRIO_PROCESS, {pid}, 19)",
                "open('/proc/{pid}/stat')",
                "open('/proc/{pid}/mem', 'rb')",
                "os.listdir('/proc/{pid}/fd')",
            ):
                found = run(worker, "import os, resource, signal\n" + attempt.format(pid=pid))
                assert found == "PermissionError", (pid, attempt)
        run(worker, "import os; os.kill(-1, 9)")  # all that it may signal, which is itself at most
        assert all(alive(pid) for pid in outsiders[:3])
        assert [os.sched_getaffinity(pid) for pid in outsiders[:3]] == before[:3]
    finally:
        other.kill()


@pytest.mark.attack
def test_memory_that_would_outlive_it_is_refused(worker):
    attach = "import ctypes; found = ctypes.CDLL(None).shmget(0x1234, 4096, 0o1666)"
    assert run(worker, attach) == -1
    queue = "import ctypes; found = ctypes.CDLL(None).mq_open(b'/queue', 0o102, 0o666, None)"
    assert run(worker, queue) == -1
    shared = "from multiprocessing import shared_memory; shared_memory.SharedMemory(create=True, size=8)"
    assert run(worker, shared) in ("PermissionError", "ModuleNotFoundError")


@pytest.mark.attack
def test_the_doors_that_the_filter_closes(worker):
    libc = "import ctypes; libc = ctypes.CDLL(None); libc.syscall.restype = ctypes.c_long\n"
    for call in (
        "libc.unshare(0x10000000)",
        "libc.prctl(4, 0, 0, 0, 0)",  # PR_SET_DUMPABLE
        "libc.prctl(1, 0, 0, 0, 0)",  # PR_SET_PDEATHSIG
        "libc.syscall(157, ctypes.c_ulong((1 << 32) | 1), 0, 0, 0, 0)",  # the same, upper half of the register set
        "libc.fcntl(0, 10, 9)",  # F_SETSIG
        "libc.ptrace(16, 1, 0, 0)",
    ):
        if "157" in call and os.uname().machine != "x86_64":
            continue
        assert run(worker, libc + f"found = {call}") == -1, call


@pytest.mark.attack
def test_nobody_leaves_the_process_group(worker):
    leave = """
import os, subprocess
child = os.fork()
if child == 0:
    os.setsid(); os.setpgid(0, 0)
    os._exit(0 if os.getsid(0) == os.getsid(os.getppid()) and os.getpgid(0) == os.getpgid(os.getppid()) else 1)
own = subprocess.run(["true"], start_new_session=True).returncode
found = [own, os.wait()[1], os.getpgid(0) == os.getpid()]
"""
    assert run(worker, leave) == [0, 0, True]


# -- what is left behind -----------------------------------------------------------------------------------------


DAEMON = """
import os, time
reader, writer = os.pipe()
if os.fork() == 0:
    try:
        os.setsid()
    except OSError:
        pass
    if os.fork() == 0:
        os.write(writer, str(os.getpid()).encode())
        {action}
        os._exit(0)
    os._exit(0)
found = int(os.read(reader, 20))
"""


@pytest.mark.attack
@pytest.mark.parametrize("end", ["killed", "exits"])
def test_a_daemon_ends_with_its_submission(confined, end):
    process = confined.spawn(BRIEF, 0)
    ignoring = "import signal\n        for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n        time.sleep(300)"
    daemon = run(process, DAEMON.format(action=ignoring))
    assert isinstance(daemon, int)
    assert alive(daemon)
    if end == "exits":
        with contextlib.suppress(StudentError):
            Link(process, 5).ask("cell", source="import os; os._exit(0)", cell="exit")
    process.kill()
    assert not alive(daemon)


@pytest.mark.attack
def test_a_daemon_s_memory_counts(confined):
    process = confined.spawn(Limits(tree_memory=700, data=2048, cell_seconds=20), 0)
    try:
        run(process, DAEMON.format(action="ballast = b'x' * (900 << 20); time.sleep(300)"))
        with pytest.raises(StudentStopped, match="memory"):
            Link(process, 15).ask("cell", source="import time; time.sleep(14)", cell="wait")
    finally:
        process.kill()


@pytest.mark.attack
def test_a_fork_bomb_is_bounded_and_ended(confined):
    process = confined.spawn(BRIEF, 0)
    bomb = "import os, time\ndeadline = time.time() + 2\nwhile time.time() < deadline:\n    os.fork()"
    with contextlib.suppress(StudentError):
        Link(process, 4).ask("cell", source=bomb, cell="bomb")
    # The kernel counts by user: whatever other processes of this user end meanwhile, a submission may start instead.
    lines = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
    allowed = next(int(line.split()[-2]) for line in lines if line.startswith("Max processes"))
    members = process.left_behind() + 1
    process.kill()  # raises where something survives
    assert members <= allowed
    after = confined.spawn(BRIEF, 0)
    assert run(after, "import os\nif os.fork() == 0: os._exit(0)\nos.wait(); found = 'forked'") == "forked"
    after.kill()


@pytest.mark.attack
@pytest.mark.parametrize(
    "hide", ["", "os.unlink(name)", "import mmap; maps.append(mmap.mmap(os.open(name, 2), 4 << 20)); os.unlink(name)"]
)
def test_a_full_scratch_folder_ends_the_process(confined, hide):
    process = confined.spawn(BRIEF, 0)
    fill = f"""
import os, time
held, maps = [], []
for number in range(60):
    name = str(number)
    file = open(name, 'wb'); file.write(bytes(4 << 20)); file.flush()
    {"held.append(file)" if "mmap" not in hide else "file.close()"}
    {hide or "pass"}
time.sleep(20)
"""
    try:
        with pytest.raises(StudentStopped, match="memory"):
            Link(process, 10).ask("cell", source=fill, cell="fill")
    finally:
        process.kill()


def test_many_quick_cells_cannot_fill_the_scratch_folder_unseen(confined):
    process = confined.spawn(BRIEF, 0)
    link = Link(process, 10)
    try:
        with pytest.raises(StudentStopped, match="memory"):
            for number in range(20):
                link.ask("cell", source=f"open('{number}', 'wb').write(bytes(6 << 20))", cell="quick")
    finally:
        process.kill()


@pytest.mark.attack
def test_everything_ends_when_the_grader_is_killed(tmp_path):
    """No `finally` of the grader runs, and still neither the daemon nor the worker is left."""
    script = tmp_path / "grader.py"
    script.write_text(
        f"import os, sys, time\nsys.path[:0] = [{str(REPOSITORY)!r}]\n"
        "from autograder.boundary.jail import Limits\nfrom autograder.boundary.remote import Link\n"
        "from autograder.boundary.sandbox import Sandbox\n"
        "sandbox = Sandbox(tier='landlock')\nprocess = sandbox.spawn(Limits(), 0)\nlink = Link(process, 20)\n"
        f"link.ask('cell', source={DAEMON.format(action='time.sleep(300)')!r}, cell='daemon')\n"
        "zygote = sandbox._zygote\n"
        "print(process.pid, link.ask('value', name='found'), zygote.process.pid, zygote.folder, flush=True)\n"
        "time.sleep(60)\n"
    )
    grader = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    *pids, folder = grader.stdout.readline().split()
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    until = time.monotonic() + 10
    while any(alive(int(pid)) for pid in pids) and time.monotonic() < until:
        time.sleep(0.1)
    survivors = [pid for pid in pids if alive(int(pid))]
    subprocess.run(["rm", "-rf", folder], check=True)
    assert survivors == []
    assert len(pids) == 3


# -- choosing the tier -------------------------------------------------------------------------------------------


@pytest.fixture
def undecided(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(boundary, "_without_bubblewrap", None)
    monkeypatch.delenv("AUTOGRADER_SANDBOX", raising=False)
    return monkeypatch


def _lacking(message: str) -> object:
    def prepare(hidden: object, folder: object) -> tiers.Launch:
        raise UserError(message)

    return prepare


def test_without_bubblewrap_the_lesser_tier_runs_and_one_warning_says_why(undecided):
    undecided.setitem(tiers.PREPARE, "bubblewrap", _lacking("`bwrap` is missing"))
    with pytest.warns(UserWarning, match="`bwrap` is missing") as warned, Sandbox() as first:
        assert first.tier == "landlock"
        assert len(warned) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boundary.warnings, "warn", lambda *_, **__: pytest.fail("it warned twice"))
        with Sandbox() as second:
            assert second.tier == "landlock"


def test_a_bubblewrap_that_cannot_start_is_replaced_too(undecided):
    launch = tiers.Launch("bubblewrap", ["sh", "-c", "echo bwrap: no permission to create namespace >&2; exit 1"], b"")
    undecided.setitem(tiers.PREPARE, "bubblewrap", lambda hidden, folder: launch)
    with pytest.warns(UserWarning, match="no permission to create namespace"), Sandbox() as sandbox:
        assert sandbox.tier == "landlock"


def test_with_neither_nothing_runs(undecided):
    undecided.setitem(tiers.PREPARE, "bubblewrap", _lacking("`bwrap` is missing"))
    undecided.setattr(landlock, "abi", lambda: 0)
    with pytest.raises(UserError, match=r"(?s)nothing was run.*`bwrap` is missing.*no Landlock: it needs Linux 5.13"):
        Sandbox()


def test_a_tier_that_is_asked_for_is_not_replaced(undecided):
    undecided.setitem(tiers.PREPARE, "bubblewrap", _lacking("`bwrap` is missing"))
    undecided.setenv("AUTOGRADER_SANDBOX", "bubblewrap")
    with pytest.raises(UserError, match="`bwrap` is missing"):
        Sandbox()
    undecided.setenv("AUTOGRADER_SANDBOX", "none")
    with pytest.raises(UserError, match='no sandbox is called "none"'):
        Sandbox()


def test_a_worker_that_cannot_be_confined_never_runs(confined, monkeypatch):
    monkeypatch.setattr(confined, "_launch", tiers.Launch("landlock", [], b"\0" * 8, None, ("/",), tiers.NOBODY))
    with pytest.raises(GradingError, match="could not start"):
        confined.spawn(BRIEF, 0)


# -- the parts ---------------------------------------------------------------------------------------------------


def test_a_tree_that_holds_something_hidden_is_named_by_its_other_entries(tmp_path):
    for name in ("site/torch/nn.py", "site/course/checks/answers.py", "site/course/boundary/wire.py", "site/one.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "site/link").symlink_to("course/checks")
    site = tmp_path / "site"
    assert landlock.without([site], [tmp_path / "elsewhere"]) == [str(site)]
    shown = landlock.without([site], [site / "course" / "checks"])
    assert shown == [str(site / "course" / "boundary"), str(site / "one.py"), str(site / "torch")]
    assert landlock.without([site], [tmp_path]) == []


def test_a_scratch_folder_counts_its_files_and_goes_with_all_it_holds(tmp_path):
    scratch = Scratch(tmp_path / "work", None)
    assert not scratch.exceeds(1 << 20)
    (scratch.path / "deep" / "er").mkdir(parents=True)
    (scratch.path / "deep" / "er" / "file").write_bytes(os.urandom(2 << 20))
    assert scratch.exceeds(1 << 20)
    assert not scratch.exceeds(4 << 20)
    (scratch.path / "deep" / "er").chmod(0)
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o755)
    (scratch.path / "link").symlink_to(outside)
    scratch.remove()
    assert not scratch.path.exists()
    assert outside.stat().st_mode & 0o777 == 0o755


def test_deleted_files_count_while_they_are_open(tmp_path):
    scratch = Scratch(tmp_path / "work", None)
    with open(scratch.path / "hidden", "w+b") as file:
        file.write(os.urandom(2 << 20))
        file.flush()
        os.unlink(file.name)
        assert scratch.exceeds(1 << 20, [os.getpid()])
    assert not scratch.exceeds(1 << 20, [os.getpid()])


def test_the_process_limit_leaves_room_beside_what_the_user_already_runs():
    assert keeper.beside_others(BRIEF).processes > BRIEF.processes  # this very process is counted


def test_submissions_take_turns(confined, tmp_path, monkeypatch):
    """Another grader of the same user waits, because what one submission starts counts for all of them."""
    monkeypatch.setattr(turn, "_home", lambda: tmp_path)
    with confined.turn():
        (lock,) = tmp_path.rglob("*.lock")
        with open(lock) as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with open(lock) as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


# -- grading -----------------------------------------------------------------------------------------------------


SUBMISSIONS = {
    "right": {},
    "stub": {"first": "def first(x):\n    raise NotImplementedError"},
    "loop": {"third": "while True:\n    pass"},
    "exit": {"second": "import os\nos._exit(0)"},
    "wrong": {"last": "def last(x):\n    return x.no_such_method()"},
}


@pytest.mark.slow
def test_both_tiers_grade_alike(tmp_path, monkeypatch):
    assignment = arena.make(tmp_path)
    limits = Limits(cell_seconds=2, check_seconds=2, patience=4)

    def grade(tier: str) -> dict[str, Report]:
        monkeypatch.setenv("AUTOGRADER_SANDBOX", tier)
        with Engine(assignment, limits=limits) as engine:
            return {name: engine.grade(arena.notebook(**answers)).report for name, answers in SUBMISSIONS.items()}

    try:
        full = grade("bubblewrap")
    except (UserError, GradingError) as problem:
        pytest.skip(f"bubblewrap does not run here: {problem}")
    lesser = grade("landlock")
    for name in SUBMISSIONS:
        assert (full[name].sandbox, lesser[name].sandbox) == ("bubblewrap", "landlock")
        assert full[name].exercises == lesser[name].exercises, name
    assert [full[name].score for name in SUBMISSIONS] == [8.0, 6.0, 6.0, 6.0, 6.0]

"""What the inside of the sandbox can see and hold that no submission needs."""

import os
import sys
import sysconfig
import time

import arena
import pytest

from autograder.boundary.failure import StudentStopped
from autograder.boundary.jail import Limits
from autograder.boundary.proc_files import ready_seconds
from autograder.boundary.remote import Link

pytestmark = pytest.mark.attack


def outputs(engine, source: str) -> str:
    graded = engine.grade(arena.notebook(second=source + "\n" + arena.right("second")))
    return str(graded.outputs)


def needs_bubblewrap(engine) -> None:
    if engine.grade(arena.notebook()).report.sandbox != "bubblewrap":
        pytest.skip("the lesser sandbox has no view of its own")


def test_no_file_says_where_a_package_was_installed_from(arena_engine):
    """An editable install leaves a finder among the packages, with the path of the checkout in it."""
    needs_bubblewrap(arena_engine)
    look = (
        "import glob\nfor p in glob.glob('/sp*/__editable__*') + glob.glob('/sp*/*/direct_url.json'):\n"
        "    try: print('read', len(open(p, 'rb').read()), p)\n    except OSError: pass\nprint('looked')"
    )
    seen = outputs(arena_engine, look)
    assert "looked" in seen
    assert not [part for part in seen.split("read ")[1:] if not part.startswith("0 ")]


def test_of_the_machine_s_libraries_those_are_shown_that_are_loaded(arena_engine):
    """/usr/lib tells what is installed: a mail server, a database, a package manager."""
    needs_bubblewrap(arena_engine)
    own = sysconfig.get_config_var("MULTIARCH")
    if not own or not os.path.isdir(f"/usr/lib/{own}"):
        pytest.skip("all libraries of this system lie in one folder")
    if sys.base_prefix == "/usr":
        pytest.skip("Python's own files lie there")
    seen = outputs(
        arena_engine, "import os\nprint('seen', sorted(os.listdir('/usr/lib')))\nprint(os.popen('echo ran').read())"
    )
    assert "ran" in seen
    assert "apt" not in seen.split("seen", 1)[1]
    assert "git-core" not in seen.split("seen", 1)[1]
    assert own in seen


def test_of_the_machine_s_programs_those_are_shown_that_a_notebook_may_call(arena_engine):
    """/usr/bin tells what is installed, and a compiler or a network's client is of no use inside."""
    needs_bubblewrap(arena_engine)
    look = "import os\nprint('seen', os.listdir('/usr/bin'), os.listdir('/bin'), os.popen('echo ran').read())"
    tools = "!printf 'b\\na\\n' | sort | head -n 1 | sed 's/a/worked/'"
    seen = outputs(arena_engine, f"{look}\n{tools}")
    assert "ran" in seen
    assert "worked" in seen
    assert "'ls'" in seen
    for program in ("dpkg", "perl", "gcc", "c++", "mount", "su", "curl", "git", "ssh"):
        assert f"'{program}'" not in seen


def test_each_submission_has_terminals_of_its_own(sandbox, notebook_of):
    if sandbox.tier != "bubblewrap":
        pytest.skip("the lesser sandbox has no view of its own")
    open_one = "import os\nkept = [os.openpty() for _ in range(3)]"
    look = "import os\nfound = sorted(os.listdir('/dev/pts'))"
    first = notebook_of(open_one + "\n" + look)
    second = notebook_of(look)  # while the first is still there
    assert first.value("found") == ["0", "1", "2", "ptmx"]
    assert second.value("found") == ["ptmx"]


def test_what_sockets_hold_counts_as_memory(sandbox):
    """Data that was sent and never read is in no process's size."""
    if sandbox.tier != "bubblewrap":
        pytest.skip("the lesser sandbox has no network of its own to count in")
    hoard = (
        "import os, socket, time\nfor _ in range(20):\n    if os.fork() == 0:\n"
        "        pairs = []\n        try:\n"
        "            while True: pairs.append(socket.socketpair())\n"
        "        except OSError: time.sleep(60)\ntime.sleep(60)"
    )
    process = sandbox.spawn(Limits(tree_memory=768, cell_seconds=20), 0)
    try:
        with pytest.raises(StudentStopped, match="more memory than the grader allows"):
            Link(process, 20).ask("cell", source=hoard, cell="hoard")
    finally:
        process.kill()


def test_a_few_sockets_are_nothing(arena_engine):
    some = "import socket\npairs = [socket.socketpair() for _ in range(50)]"
    assert "Stopped" not in outputs(arena_engine, some)


def test_the_grader_has_no_more_descriptors_than_before(arena_engine):
    before = len(os.listdir("/proc/self/fd"))
    outputs(arena_engine, "import socket\npairs = [socket.socketpair() for _ in range(50)]")
    assert len(os.listdir("/proc/self/fd")) <= before


def test_a_sleep_takes_its_own_time_and_not_the_patience_that_a_loaded_machine_gets(sandbox):
    process = sandbox.spawn(Limits(patience=40), 0)
    started = time.monotonic()
    try:
        with pytest.raises(StudentStopped, match="had not finished after 1 seconds"):
            Link(process, 1).ask("cell", source="import time\ntime.sleep(1000)", cell="sleep")
    finally:
        process.kill()
    assert time.monotonic() - started < 20, "40 were its patience"


def test_being_ready_and_kept_waiting_is_counted_for_the_process():
    before = ready_seconds([os.getpid()])
    assert before >= 0
    assert ready_seconds([2**22 + 1]) == 0  # nobody's number


TABLES = """
import ctypes, glob, os, threading

SEEN = []

def look(path):
    try:
        SEEN.append((path, open(path, errors="replace").read()))
    except OSError:
        pass

def mounts():
    for table in ("mountinfo", "mounts", "mountstats"):
        for place in glob.glob("/proc/*/" + table) + glob.glob("/proc/*/task/*/" + table):
            look(place)

mounts()
thread = threading.Thread(target=mounts)
thread.start()
thread.join()
r, w = os.pipe()
if os.fork() == 0:  # a process that nobody has prepared
    SEEN.clear()
    mounts()
    os.write(w, repr([text for _, text in SEEN if text])[:4000].encode())
    os._exit(0)
os.close(w)
told = {path: text for path, text in SEEN if text}
of_a_child = os.read(r, 4096).decode()
"""


def test_no_table_of_mounts_names_the_host_s_folders(notebook_of):
    """Each process and thread has its own, and new ones can be started: covering some of them up would hide nothing."""
    student = notebook_of(TABLES)
    assert student.value("told") == {}
    assert student.value("of_a_child") in ("[]", "")


ASKED = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)

def refused(number, *arguments):
    return libc.syscall(number, *arguments) == -1 and ctypes.get_errno() in (1, 38)

request = (ctypes.c_uint64 * 4)(24 | 0, 2**64 - 1, 0, 0)
listed = refused(458, request, (ctypes.c_uint64 * 500)(), 500, 0)
told = refused(457, request, (ctypes.c_char * 4096)(), 4096, 0)
"""


def test_the_kernel_s_newer_calls_tell_nothing_of_mounts_either(notebook_of):
    student = notebook_of(ASKED)
    assert student.value("listed")
    assert student.value("told")


KERNEL = """
import os

def readable():
    found = {}
    for folder, folders, files in os.walk("/proc"):
        if folder == "/proc":
            folders[:] = [name for name in folders if not name.isdigit() and "self" not in name]
        for name in files:
            try:
                with open(os.path.join(folder, name), "rb") as file:
                    if text := file.read(100):
                        found[os.path.join(folder, name)] = text
            except OSError:
                pass
    return sorted(found)

named = os.uname().nodename
"""


def test_of_the_kernel_those_figures_are_told_that_libraries_ask_for(notebook_of):
    """Its command line, symbols, disks, interrupts and settings say which machine this is."""
    allowed = {"cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version", "vmstat"}
    assert set(notebook_of(KERNEL).readable()) <= {f"/proc/{name}" for name in allowed}


def test_the_host_s_name_is_not_told(sandbox, notebook_of):
    if sandbox.tier != "bubblewrap":
        pytest.skip("the lesser sandbox has no name of its own")
    assert notebook_of(KERNEL).value("named") == "sandbox"


def test_programs_that_look_at_the_machine_still_work(arena_engine):
    needs_bubblewrap(arena_engine)
    seen = outputs(arena_engine, "!ps aux | head -n 1; free -m; df /tmp; uptime; nproc; ls -l /proc/self/fd; stat /tmp")
    assert "COMMAND" in seen
    assert "Mem" in seen
    assert "/tmp" in seen

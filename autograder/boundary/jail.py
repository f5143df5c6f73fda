"""The inner jail: what a freshly forked child does to itself before a student's code may run.

Everything here works on the calling process through ctypes and `resource`, because Python 3.11 has no `os.unshare`.
Nothing in this module is undone: a process that has passed through it ends inside it.
"""

import ctypes
import errno
import mmap
import os
import platform
import resource
import socket
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]
_libc.syscall.restype = ctypes.c_long

# <linux/sched.h>: mount, UTS, IPC, user, pid and network namespaces.
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
CLONE_NEWCGROUP = 0x02000000
_ALL_NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET

# <sys/mount.h>
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 1 << 18
_OPEN_TREE_CLONE, _AT_RECURSIVE, _AT_FDCWD = 1, 0x8000, -100
# The same numbers on every architecture: <asm-generic/unistd.h>. Those that come after futex_requeue are not there for
# the inside: no libseccomp knows by name what a kernel has got since, and nobody has looked what it lets one do.
_SYS_OPEN_TREE, _SYS_NEWEST = 428, 456

# <linux/prctl.h>
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 22, 24, 36, 38
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522
_SYS_CAPSET = {"x86_64": 126, "aarch64": 91}

# What libraries and programs ask of the kernel about the machine; all else in /proc says which machine it is.
_SHOWN_OF_PROC = {"cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version", "vmstat"}
_NAME = b"sandbox"  # of the machine, for those inside

_F_SETLEASE, _F_NOTIFY = 1024, 1026  # keep others from opening a file for a while; be told what they do in a folder
_SHARED_NOWHERE = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
_TIOCSTI = 0x5412  # pushes characters into a terminal's input queue

# fmt: off
_FORBIDDEN_CALLS = (
    "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "fsopen", "fsconfig", "fsmount", "fspick",
    "move_mount", "open_tree", "mount_setattr",
    "ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "perf_event_open", "bpf", "userfaultfd",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
    "name_to_handle_at", "open_by_handle_at", "quotactl", "acct", "syslog", "personality",
    "memfd_create", "memfd_secret", "shmget", "msgget", "semget",  # memory that no process's size shows
    "vmsplice",  # nor that of a page that only a pipe holds, and with it the huge page that it is part of
    "setdomainname", "sethostname",
    # Shared with the whole machine or with the user, whatever the namespace: how many of these there may be, who is
    # told what others do with a file, and when all disks are written.
    "io_setup", "inotify_init", "inotify_init1", "fanotify_init", "sync", "syncfs",
)
# fmt: on


_THREAD_STACK = 8  # MiB
_THREAD_ADDRESSES = 8 + 64  # MiB: its stack, and the arena that glibc's malloc reserves for it


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Memory in MiB, times in seconds.

    `cell_seconds` bounds one notebook cell, `notebook_seconds` all of them together and `check_seconds` one check. They
    count the time the process was really given by the machine; `patience` times as much wall-clock time ends it in any
    case. `idle_seconds` is what everything about one submission may sleep together. `submission_seconds` of wall-clock
    time end everything about one submission. `cell_output` is the number of characters a cell may print.

    `address_space` and `data` count what is mapped beyond what the process begins with, `processes` and both of them
    beyond one thread for each of the machine's processors: see `limit_resources`.
    """

    address_space: int = 3328
    data: int = 1792
    tree_memory: int = 4096
    scratch: int = 256
    processes: int = 64
    file_size: int = 64
    open_files: int = 256
    cpu_seconds: int = 900
    cell_seconds: float = 30.0
    notebook_seconds: float = 300.0
    idle_seconds: float = 45.0
    submission_seconds: float = 900.0
    check_seconds: float = 10.0
    patience: float = 4.0
    cell_output: int = 64 * 1024

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def _checked(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    def encoded(text: str | None) -> bytes | None:
        return text.encode() if text is not None else None

    result = _libc.mount(encoded(source), target.encode(), encoded(kind), ctypes.c_ulong(flags), encoded(data))
    _checked(result, f"mount {target}")


def enter_namespaces(limits: Limits) -> None:
    """Give the calling process its own view of the system; its next child is pid 1 of a new process tree."""
    uid, gid = os.getuid(), os.getgid()
    _checked(_libc.unshare(_ALL_NAMESPACES), "unshare")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{uid} {uid} 1")
    _write("/proc/self/gid_map", f"{gid} {gid} 1")
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    _checked(_libc.sethostname(_NAME, len(_NAME)), "sethostname")
    scratch = f"size={limits.scratch}m,nr_inodes=20000,mode=777"
    for folder in ("/tmp", "/dev/shm"):
        _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, scratch)
    # Terminals of its own: those of the zygote's file system are shared by all that it forks.
    flags = _MS_NOSUID | _MS_NOEXEC
    try:
        _mount("devpts", "/dev/pts", "devpts", flags, "newinstance,ptmxmode=0666,mode=620,max=16")
    except OSError:  # a container that keeps them to itself: then there are none
        _mount("tmpfs", "/dev/pts", "tmpfs", flags, "size=4k,mode=555")


def mount_own_proc() -> None:
    """Show the process tree of this namespace, and of the kernel's figures a few; call as pid 1 of it."""
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _mount("proc", "/proc", "proc", flags)
    with os.scandir("/proc") as entries:
        covered = [each for each in entries if not (each.name.isdigit() or each.name in _SHOWN_OF_PROC)]
    for entry in covered:
        if entry.is_symlink():  # it leads to what a process may see of itself
            continue
        if entry.is_dir():
            _mount("tmpfs", entry.path, "tmpfs", flags | _MS_RDONLY, "size=4k,mode=555")
        else:
            _mount("/dev/null", entry.path, None, _MS_BIND)


def step_out_of_mounts() -> None:
    """Give the calling process a copy of its view that no table of mounts lists; call after the last mount.

    A table (`/proc/*/mountinfo`) names the host's folders, and each process has one, those that do not exist yet too.
    It lists what is mounted in the namespace and can be reached from the process's root. A copy of the tree that is
    not attached anywhere is in no namespace; whoever has its root there sees the same files, and tables that are empty.
    """
    tree = _libc.syscall(_SYS_OPEN_TREE, _AT_FDCWD, b"/", _OPEN_TREE_CLONE | _AT_RECURSIVE | os.O_CLOEXEC)
    if tree < 0 and ctypes.get_errno() in (errno.ENOSYS, errno.EPERM):  # Linux before 5.2; a container's filter
        return  # the tables tell something, and let nobody at it
    _checked(tree, "open_tree")
    os.fchdir(tree)
    os.chroot(".")
    os.close(tree)


def die_with_parent(number: int = 9) -> None:
    """Ask the kernel to send this signal to the calling process when its parent ends."""
    _checked(_libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0), "prctl PDEATHSIG")


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, as pid 1 of a namespace is."""
    _checked(_libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl CHILD_SUBREAPER")


def limit_resources(limits: Limits) -> None:
    """Set the limits that the kernel counts a process (or, for processes, a user) by.

    What depends on the machine comes on top, since it is not the student's doing: PyTorch's own libraries (with CUDA,
    gigabytes of addresses), and the thread for each processor that a library starts (onnxruntime does).
    """
    mib = 1 << 20
    threads = os.cpu_count() or 1
    addresses, data = _begun_with()
    for kind, value in (
        (resource.RLIMIT_AS, addresses + (limits.address_space + threads * _THREAD_ADDRESSES) * mib),
        (resource.RLIMIT_DATA, data + (limits.data + threads * _THREAD_STACK) * mib),
        (resource.RLIMIT_NPROC, limits.processes + threads),
        (resource.RLIMIT_FSIZE, limits.file_size * mib),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_NOFILE, limits.open_files),
        # One byte is what the kernel takes for none where a program of the host is given the core through a pipe: that
        # runs outside, and with a limit of 0 it would be started.
        (resource.RLIMIT_CORE, 1),
        (resource.RLIMIT_MEMLOCK, 8 * mib),
    ):
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)  # only root may raise a hard limit
        resource.setrlimit(kind, (value, value))


def _begun_with() -> tuple[int, int]:
    """Bytes of addresses, and of them data, that the calling process has mapped."""
    with open("/proc/self/status") as file:
        fields = dict(line.split(":", 1) for line in file)
    return int(fields["VmSize"].split()[0]) << 10, int(fields["VmData"].split()[0]) << 10


def drop_privileges() -> None:
    """Empty every capability set and promise the kernel never to gain one again."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # past the last capability this kernel knows
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.syscall(_SYS_CAPSET[platform.machine()], header, struct.pack("6I", *[0] * 6)), "capset")
    _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl NO_NEW_PRIVS")


def compile_filter(tighten: Callable[[Any, Any], None] | None = None, *, shared_memory: bool = False) -> bytes:
    """Return the seccomp filter as BPF code. Needs libseccomp, so it runs once, outside the jail.

    `tighten` is given the filter and the action that refuses a call, and may add rules. `shared_memory` lets processes
    map memory that they share and that is in no file.
    """
    import pyseccomp

    program = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    refuse = pyseccomp.ERRNO(errno.EPERM)
    for name in _FORBIDDEN_CALLS:
        try:
            program.add_rule(refuse, name)
        except (ValueError, OSError):  # a call this architecture or this libseccomp does not know
            continue
    local_only = pyseccomp.Arg(0, pyseccomp.NE, socket.AF_UNIX)
    program.add_rule(pyseccomp.ERRNO(errno.EAFNOSUPPORT), "socket", local_only)
    for flag in (CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP):
        program.add_rule(refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    # The flags of clone3 lie behind a pointer that a filter cannot read; without it glibc falls back to clone.
    program.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    # Numbers of 32 bits are compared as such: the kernel ignores the upper half of the register.
    program.add_rule(refuse, "prctl", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 0xFFFFFFFF, _PR_SET_PDEATHSIG))
    program.add_rule(refuse, "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, _TIOCSTI))
    for command in (_F_SETLEASE, _F_NOTIFY):
        program.add_rule(refuse, "fcntl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, command))
    if not shared_memory:
        # It stays taken while anybody has a page of it mapped, and only pages that are in somebody's tables are counted
        # as anybody's. Files in /dev/shm, which libraries share memory by, have a size that is bounded.
        program.add_rule(refuse, "mmap", pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _SHARED_NOWHERE, _SHARED_NOWHERE))
    if tighten is not None:
        tighten(program, refuse)
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as compiled:
        with os.fdopen(write_end, "wb") as sink:
            program.export_bpf(sink)
        return _without_newer_calls() + compiled.read()


def _without_newer_calls() -> bytes:
    """What goes before a filter's code: calls with a number above the newest that we know fail as unknown ones do."""
    load_number, if_at_least, give_back = 0x20, 0x35, 0x06  # <linux/bpf_common.h>, BPF_LD and BPF_JMP and BPF_RET
    instructions = (
        (load_number, 0, 0, 0),
        (if_at_least, 0, 1, _SYS_NEWEST + 1),
        (give_back, 0, 0, 0x00050000 | errno.ENOSYS),  # SECCOMP_RET_ERRNO
    )
    return b"".join(struct.pack("HBBI", *each) for each in instructions)


def load_filter(code: bytes) -> None:
    """Install a compiled filter in the calling process; needs no_new_privs."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))

    buffer = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.addressof(buffer))
    _checked(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0), "seccomp")


def close_descriptors(keep: set[int]) -> None:
    """Close every open file but those in `keep`."""
    low = 0
    for descriptor in sorted(keep):
        if descriptor > low:  # an empty range would close everything
            os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)

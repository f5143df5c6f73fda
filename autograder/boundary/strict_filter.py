"""System calls refused where no namespaces stand between a student's process and everybody else's.

Landlock keeps files apart; these rules keep the rest apart that bubblewrap's namespaces would: processes of the same
user, sockets, System V memory, attributes of files, and the process group by which everything is ended.
"""

import errno
import os
import socket
from typing import Any

from autograder.boundary import landlock

# fmt: off
_REFUSED = (
    # A socket file of another program (a container's or desktop's daemon) is a way out that Landlock does not close.
    "connect", "bind", "listen", "accept", "accept4",
    # Memory and queues that outlive the process and that the next submission could read.
    "shmget", "shmat", "shmctl", "semget", "semop", "semtimedop", "semctl", "msgget", "msgsnd", "msgrcv", "msgctl",
    "mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify", "mq_getsetattr",
    # Attributes of files are not Landlock's: where the grader runs as an ordinary user, its own files could be changed.
    "chown", "fchown", "lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr",
    "fremovexattr", "ioprio_set", "vhangup", "inotify_init", "inotify_init1", "fanotify_init",
)
# Answered with success and without effect. Nobody leaves the session and group that are killed at the end, but a
# program that starts another one asks for it and should not fail; likewise one that copies or unpacks a file.
_IGNORED = (
    "setsid", "setpgid",
    "chmod", "fchmod", "fchmodat", "utime", "utimes", "futimesat", "utimensat",
)
# The first argument is a process; 0 is the caller, anything else may be the grader's.
_OWN_PROCESS_ONLY = (
    "prlimit64", "sched_setaffinity", "sched_setscheduler", "sched_setparam", "sched_setattr", "migrate_pages",
    "move_pages",
)
_SIGNALS = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal")
# fmt: on

_SYS_FCHMODAT2 = 452  # libseccomp knows its name from 2.6 on
_PR_SET_DUMPABLE = 4  # would hide the process's memory from the grader's watch
_F_SETSIG, _F_SETOWN, _F_SETOWN_EX = 10, 8, 15  # another way to send any signal to any process of the user
_FIOSETOWN, _SIOCSPGRP = 0x8901, 0x8902
# Flags of a file, and its project: its owner may set them who has opened it for reading alone. <linux/fs.h>; the upper
# halves of such numbers hold directions and sizes of the argument, which differ between 32 and 64 bits.
_FS_IOC_SETFLAGS, _FS_IOC_SETVERSION, _FS_IOC_FSSETXATTR, _FS_IOC_ENABLE_VERITY = 0x6602, 0x7602, 0x5820, 0x6685


def tighten(program: Any, refuse: Any) -> None:
    """Add these rules to a pyseccomp filter; `refuse` is its action for a call that is denied."""
    import pyseccomp

    version = landlock.abi()
    # Landlock scopes signals since ABI 6; without it no process may send one, not even to its own children.
    refused = _REFUSED + (_SIGNALS if version < landlock.ABI_OF_SCOPES else ())
    if version < landlock.ABI_OF_TRUNCATE:
        refused += ("truncate",)

    def rule(action: Any, name: str | int, *arguments: Any) -> None:
        try:
            program.add_rule(action, name, *arguments)
        except (ValueError, OSError):  # a call this architecture or this libseccomp does not know
            return

    for name in refused:
        rule(refuse, name)
    for name in _IGNORED:
        rule(pyseccomp.ERRNO(0), name)
    for name in _OWN_PROCESS_ONLY:
        rule(refuse, name, pyseccomp.Arg(0, pyseccomp.NE, 0))
    rule(pyseccomp.ERRNO(0), _SYS_FCHMODAT2)
    for argument in (0, 1):  # what kind of target, and which: 0 and 0 are the calling process
        rule(refuse, "setpriority", pyseccomp.Arg(argument, pyseccomp.NE, 0))
    # Pairs of connected stream sockets are all that is left; a datagram socket could still be given an address.
    rule(refuse, "socket", pyseccomp.Arg(0, pyseccomp.EQ, socket.AF_UNIX))
    rule(refuse, "socketpair", pyseccomp.Arg(0, pyseccomp.NE, socket.AF_UNIX))
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
        rule(refuse, "socketpair", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xF, kind))
    rule(refuse, "prctl", _number(0, _PR_SET_DUMPABLE))
    for command in (_F_SETSIG, _F_SETOWN, _F_SETOWN_EX):
        rule(refuse, "fcntl", _number(1, command))
    for request in (_FIOSETOWN, _SIOCSPGRP):
        rule(refuse, "ioctl", _number(1, request))
    for request in (_FS_IOC_SETFLAGS, _FS_IOC_SETVERSION, _FS_IOC_FSSETXATTR, _FS_IOC_ENABLE_VERITY):
        rule(refuse, "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xC000FFFF, 0x40000000 | request))
    if version < landlock.ABI_OF_TRUNCATE:
        # A file opened for reading only can be emptied by the same call, which early Landlock does not see.
        emptied = (os.O_ACCMODE | os.O_TRUNC, os.O_RDONLY | os.O_TRUNC)
        rule(refuse, "open", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, *emptied))
        rule(refuse, "openat", pyseccomp.Arg(2, pyseccomp.MASKED_EQ, *emptied))
        rule(pyseccomp.ERRNO(errno.ENOSYS), "openat2")


def _number(argument: int, value: int) -> Any:
    """Match a 32-bit argument: the kernel ignores the upper half of the register, so the filter must too."""
    import pyseccomp

    return pyseccomp.Arg(argument, pyseccomp.MASKED_EQ, 0xFFFFFFFF, value)

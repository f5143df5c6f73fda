"""Landlock: an unprivileged process gives up its access to every file but those it names, for good.

It needs no namespace and no mount, so it works in containers and on systems that keep user namespaces from ordinary
users. What it does not cover (other users' processes, sockets, file attributes) `strict_filter.py` refuses.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

# The same numbers on every architecture: <asm-generic/unistd.h>.
_SYS_CREATE_RULESET, _SYS_ADD_RULE, _SYS_RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1

# <linux/landlock.h>, LANDLOCK_ACCESS_FS_*
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_BLOCK = 1 << 6, 1 << 11
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_ALL_FILE_RIGHTS = (1 << 16) - 1
_ALL_NETWORK_RIGHTS = 0b11  # bind and connect TCP
_ALL_SCOPES = 0b11  # connections to abstract Unix sockets, and signals, stay below the process
_RIGHTS_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

ABI_OF_TRUNCATE, ABI_OF_NETWORK, ABI_OF_IOCTL, ABI_OF_SCOPES = 3, 4, 5, 6
_ABI_OF_REFER = 2


def abi() -> int:
    """Return the version of Landlock that this kernel speaks, 0 where it has none or it is switched off."""
    version: int = _libc.syscall(_SYS_CREATE_RULESET, None, ctypes.c_size_t(0), _CREATE_RULESET_VERSION)
    return max(version, 0)


def restrict(readable: Iterable[str], devices: Iterable[str], writable: Iterable[str]) -> None:
    """Leave the calling process, and all it starts, these files only. Needs no_new_privs; cannot be undone.

    `readable` trees may be read and executed, `devices` read and written, `writable` trees also changed in every way.
    A path that does not exist grants nothing. Raises OSError where the kernel refuses.
    """
    version = abi()
    handled = _ALL_FILE_RIGHTS
    for first, right in ((_ABI_OF_REFER, _REFER), (ABI_OF_TRUNCATE, _TRUNCATE), (ABI_OF_IOCTL, _IOCTL_DEV)):
        if version < first:
            handled &= ~right
    # A kernel takes the shorter structs of its predecessors, but not fields it does not know.
    fields = [handled]
    if version >= ABI_OF_NETWORK:
        fields.append(_ALL_NETWORK_RIGHTS)
    if version >= ABI_OF_SCOPES:
        fields.append(_ALL_SCOPES)
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    ruleset = _call(_SYS_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    try:
        for paths, rights in (
            (readable, _EXECUTE | _READ_FILE | _READ_DIR),
            (devices, _READ_FILE | _WRITE_FILE),
            (writable, _ALL_FILE_RIGHTS & ~(_EXECUTE | _MAKE_CHAR | _MAKE_BLOCK)),
        ):
            for path in paths:
                _allow(ruleset, path, rights & handled)
        _call(_SYS_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def without(trees: Iterable[Path], hidden: Iterable[Path]) -> list[str]:
    """Return paths that cover `trees` but nothing of `hidden`.

    Landlock cannot take a part of an allowed tree away again, so a tree that holds something hidden is named by its
    entries. (It cannot be listed then, which is as well: names of hidden files tell something too.)
    """
    hiding = [path.resolve() for path in hidden]
    found: set[str] = set()
    waiting = [tree.resolve() for tree in trees]
    while waiting:
        tree = waiting.pop()
        if any(tree.is_relative_to(path) for path in hiding):
            continue
        if any(path.is_relative_to(tree) for path in hiding):
            with contextlib.suppress(OSError):
                waiting += [tree / name for name in os.listdir(tree) if not (tree / name).is_symlink()]
            continue
        found.add(str(tree))
    return sorted(found)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _RIGHTS_OF_A_FILE
        _call(_SYS_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    result: int = _libc.syscall(number, *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock: {os.strerror(code)}")
    return result

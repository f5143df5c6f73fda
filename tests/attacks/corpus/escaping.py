"""Out of the sandbox."""

_C = "import ctypes\nc = ctypes.CDLL(None, use_errno=True)\n"

ATTACKS = {
    "mounting": _C + "assert c.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0\nprint('ESCAPED')",
    "a namespace of users": _C + "assert c.unshare(0x10000000) == 0\nprint('ESCAPED')",
    "the namespace of pid 1": _C
    + "import os\nassert c.setns(os.open('/proc/1/ns/mnt', 0), 0) == 0\nassert open('@ROOT@/private.txt')\nprint('ESCAPED')",
    "another root": _C + "assert c.chroot(b'/tmp') == 0\nprint('ESCAPED')",
    "ptrace of pid 1": _C + "assert c.ptrace(16, 1, 0, 0) == 0\nprint('ESCAPED')",
    "memory of another process": _C + "assert c.process_vm_readv(1, None, 0, None, 0, 0) >= 0\nprint('ESCAPED')",
    "becoming root": "import os\nos.setuid(0)\nprint('ESCAPED')",
    "a program that is setuid": (
        "import subprocess\nout = subprocess.run(['su', '-c', 'id'], capture_output=True, text=True).stdout\n"
        "assert 'uid=0' in out\nprint('ESCAPED')"
    ),
    "a device": "import os\nos.mknod('/tmp/m', 0o20666, os.makedev(1, 1))\nopen('/tmp/m', 'rb').read(1)\nprint('ESCAPED')",
    "the interpreter changed": "open(torch.__file__, 'a').write('#')\nprint('ESCAPED')",
    "a file in the grader's package": "open('/app/autograder/boundary/x.py', 'w')\nprint('ESCAPED')",
    "the kernel's settings": "open('/proc/sys/kernel/core_pattern', 'w').write('|/tmp/x')\nprint('ESCAPED')",
    "a key in the kernel": _C + "assert c.syscall(248, b'user', b'k', b'v', 1, -4) > 0\nprint('ESCAPED')",
    "a program for the kernel": _C + "assert c.syscall(321, 0, None, 0) >= 0\nprint('ESCAPED')",
    "a ring of the kernel": _C + "assert c.syscall(425, 1, ctypes.create_string_buffer(200)) >= 0\nprint('ESCAPED')",
    "a character typed into a terminal": (
        "import fcntl, os\nm, s = os.openpty()\nfcntl.ioctl(s, 0x5412, b'x')\nprint('ESCAPED')"
    ),
    "a pickle for the grader": (
        "import os\nclass P:\n    def __reduce__(self): return (os.system, ('touch @ROOT@/escaped',))\ndef second(x): return P()"
    ),
    "a class named to be imported": (
        "class T(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        setattr(self, '__class__x', 1)\n"
        "def second(x): return T()"
    ),
    "the handle of another process": "import os\nreal = os.pidfd_open\nos.pidfd_open = lambda pid, flags=0: real(os.getppid() or 1)",
    "a file that is no handle": "import os\nos.pidfd_open = lambda pid, flags=0: os.open('/dev/null', os.O_RDWR)",
}

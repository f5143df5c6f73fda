"""Time, memory, processes and room that others need."""

from .hijack import HIJACK

ATTACKS = {
    "an endless loop": "while True: pass",
    "a sleep": "import time\ntime.sleep(1000)",
    "a sleep in a call": "import time\ndef second(x): time.sleep(1000)",
    "a stop": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "an end": "import os\nos._exit(0)",
    "a crash": "import ctypes\nctypes.string_at(0)",
    "much memory at once": "x = torch.ones(30_000_000_000, dtype=torch.uint8)",
    "much memory in a result": "def second(x): return torch.zeros(100_000_000)",
    "a result that is large only when it is used": "def second(x): return x.sum().expand(2**34)",
    "a result that contains itself": "def second(x):\n    a = []\n    a.append(a)\n    return a",
    "keys of one hash": "def second(x): return {n * (2**61 - 1): 1 for n in range(9_000)}",
    "a very large number": "def second(x): return 1 << 10**7",
    "ten thousand processes": "import os, time\nfor _ in range(10_000):\n    if os.fork() == 0:\n        time.sleep(1000)",
    "ten thousand threads": "import threading, time\nfor _ in range(10_000): threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
    "a full disk": "for n in range(100): open(f'/tmp/{n}', 'wb').write(bytes(50_000_000))",
    "all descriptors": "import os\nd = []\nwhile True: d.append(os.open('/dev/null', 0))",
    "endless recursion": "def second(x): return second(x)",
    "much text": "print('x' * 100_000_000)",
    "many answers": "def second(x): return ['x' * 1000] * 100_000",
    "noise on the channel": "import os\nfor d in range(3, 50):\n    try: os.write(d, b'\\xff' * 64)\n    except OSError: pass",
    "many outputs": "for _ in range(20_000): get_ipython().showtraceback((ValueError, ValueError('x'), None))",
    "a name of a megabyte": "class E(Exception): pass\nE.__name__ = 'E' * 1_000_000\ndef second(x): raise E('x' * 1_000_000)",
    "a crowd that computes": "import os\nfor _ in range(30):\n    if os.fork() == 0:\n        while True: pass",
    "a sleeper behind a crowd": (
        "import os, time\nfor _ in range(30):\n    if os.fork() == 0:\n        while True: pass\ntime.sleep(1000)"
    ),
    "many short sleeps": "import time\ndef second(x):\n    time.sleep(1.5)\n    return x\nthird = last = second",
    "a module nested without end": (
        HIJACK
        + "from autograder.boundary.wire import Encoder, Handle\nparts, name = [('', 'M', True)], ''\nfor _ in range(5_000):\n"
        "    name = name + '.a' if name else 'a'\n    parts.append((name, 'M', True))\n"
        "h = Handle(1, 'M', 'M', {'parts': parts, 'parameters': [], 'buffers': []})\n"
        "worker._answer = lambda r: Encoder(lambda v: h).encode({'ok': {'value': object(), 'record': None, 'written': {}, 'changed': [], 'modules': {}}})"
    ),
    "a module of fifty thousand parts": (
        HIJACK
        + "from autograder.boundary.wire import Encoder, Handle\nparts = [('', 'M', True)] + [(f'a{n}', 'M', True) for n in range(45_000)]\n"
        "h = Handle(1, 'M', 'M', {'parts': parts, 'parameters': [], 'buffers': []})\n"
        "worker._answer = lambda r: Encoder(lambda v: h).encode({'ok': {'value': object(), 'record': None, 'written': {}, 'changed': [], 'modules': {}}})"
    ),
    "a message that never ends": (
        HIJACK + "import struct, threading\nworker._answer = lambda r: struct.pack('<II', 4 << 20, 256 << 20) + b'x'"
    ),
    "a network in which every tensor is one": (
        "class N(torch.nn.Module):\n    def __init__(self):\n        super().__init__()\n        w = torch.nn.Parameter(torch.zeros(1).expand(60_000_000))\n"
        "        for n in range(200): self.register_parameter(f'w{n}', w)\ndef second(x): return N()"
    ),
    "a thousand pipes": "import os\np = []\nwhile True:\n    r, w = os.pipe(); os.set_blocking(w, False); p.append((r, w)); os.write(w, bytes(65536))",
    "locks on every byte": "import fcntl\nf = open('/tmp/l', 'w')\nfor n in range(0, 10**9, 2): fcntl.lockf(f, fcntl.LOCK_EX, 1, n)",
    "an error of errors": "def second(x):\n    e = ValueError()\n    for _ in range(100_000):\n        n = ValueError(); n.__cause__ = e; e = n\n    raise e",
    "a group of a million errors": "def second(x): raise ExceptionGroup('x' * 10**6, [ValueError(n) for n in range(10**6)])",
    "links without end": "import os\nfor n in range(19_000): os.symlink('x' * 3000, f'/tmp/{n}')",
    "a name that takes long to print": "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef second(x): raise E()",
    "a name that takes long to show": "class V:\n    def __repr__(self):\n        while True: pass\ndef second(x): return V()",
    "computing from behind": (
        "import os\nfor _ in range(6):\n    if os.fork() == 0:\n        try:\n            while True: pass\n        finally: os._exit(0)"
    ),
    "memory that grows later": (
        "import os, time\nif os.fork() == 0:\n    try:\n        time.sleep(0.3)\n        held = bytearray(500 << 20); held[::4096] = b'1' * len(held[::4096])\n"
        "        time.sleep(500)\n    finally: os._exit(0)"
    ),
    "an end in a moment": "import os, threading\nt = threading.Timer(0.5, os._exit, (1,)); t.daemon = True; t.start()",
    "every number of files": "try:\n    for n in range(30_000): open(f'/tmp/many{n}', 'w').close()\nexcept OSError: pass",
    "its own limits lowered": "import resource as r\nr.setrlimit(r.RLIMIT_NOFILE, (12, 12)); r.setrlimit(r.RLIMIT_NPROC, (1, 1))",
    "what a machine has one number of": (
        "import ctypes\nl = ctypes.CDLL(None)\nfor n in range(300):\n    l.syscall(206, 1000, ctypes.byref(ctypes.c_ulong(0))); l.inotify_init(); l.sync()"
    ),
    "an end by an alarm": "import os, signal\nsignal.signal(signal.SIGALRM, lambda *_: os._exit(1))\nsignal.setitimer(0, 0.4)",
    "a thread that computes on": (
        "import threading\ndef spin():\n    while True: pass\nfor _ in range(3): threading.Thread(target=spin, daemon=True).start()"
    ),
    "a thread that gives nobody a turn": "import threading\nt = threading.Timer(0.4, sum, (range(10**13),)); t.daemon = True; t.start()",
    "memory of a thread that grows later": (
        "import threading\ndef grow():\n    global held\n    held = bytearray(1800 << 20); held[::4096] = b'1' * len(held[::4096])\n"
        "t = threading.Timer(0.4, grow); t.daemon = True; t.start()"
    ),
    "an end when it is interrupted": "import os\ntry:\n    while True: pass\nexcept BaseException: os._exit(1)",
}

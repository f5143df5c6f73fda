"""What the checks ask, carried out or kept for later."""

ATTACKS = {
    "inputs in an exception": "def second(x): raise ValueError('input ' + str(x.tolist()))",
    "inputs kept in a file": "def second(x):\n    open('/tmp/kept', 'a').write(str(x))\n    return x",
    "inputs kept in shared memory": "def second(x):\n    open('/dev/shm/kept', 'a').write(str(x))\n    return x",
    "a request to a server": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/', timeout=1)",
    "a name looked up": "import socket\nsocket.getaddrinfo('canary.example.org', 80)",
    "a datagram": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))",
    "a raw packet": "import socket\nsocket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a socket with an abstract name": (
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0canary'); s.listen()\n"
        "def second(x):\n    socket.socket(socket.AF_UNIX).connect('\\0canary')\n    return x"
    ),
    "a terminal that two workers share": (
        "import os\nm, s = os.openpty()\nprint(os.ttyname(s), os.listdir('/dev/pts'))\nfor n in range(9):\n"
        "    try: os.write(os.open(f'/dev/pts/{n}', os.O_RDWR), b'canary')\n    except OSError: pass"
    ),
    "the clock as a messenger": "import time\ntime.clock_settime(time.CLOCK_REALTIME, 0)",
    "a message queue": "import ctypes\nprint(ctypes.CDLL(None).msgget(1, 0o1666))",
    "memory that is shared with the first process": (
        "import re, ctypes\nfor line in open('/proc/self/maps'):\n    if ' rw-s ' in line:\n"
        "        a, b = (int(n, 16) for n in line.split()[0].split('-'))\n        ctypes.memset(a, 67, b - a)"
    ),
    "compiled code beside the grader's own": "import os\nfor w, d, f in os.walk('/app'):\n    try: open(w + '/__pycache__x', 'w').write('canary')\n    except OSError: pass",
}

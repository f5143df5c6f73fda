"""The checks, the solution, the host: whatever lies about."""

_TRY = "def look(path):\n    try: print(open(path, 'rb').read(1 << 20))\n    except OSError: pass\n"

ATTACKS = {
    "the hidden checks by their path": _TRY + "import glob\nfor p in glob.glob('@CHECKS@/**', recursive=True): look(p)",
    "the course's folder": _TRY + "import glob\nfor p in glob.glob('@ROOT@/**', recursive=True): look(p)",
    "the canary by its path": _TRY + "look('@ROOT@/private.txt')",
    "the package of the grader": (
        "import os\nfor d in ('/app', '/sp/autograder', '/py'):\n    for w, _, fs in os.walk(d):\n"
        "        for f in fs:\n            if 'checks' in w or f.endswith('.ipynb'): print(w, f)"
    ),
    "the engine, imported": "import autograder.engine.engine as e\nprint(e.__file__)",
    "the environment": "import os\nprint(dict(os.environ))",
    "the environment of pid 1": _TRY + "look('/proc/1/environ')\nlook('/proc/self/environ')",
    "every process's command line": _TRY + "import glob\nfor p in glob.glob('/proc/[0-9]*/cmdline'): look(p)",
    "the memory of pid 1": (
        "import re\nfor line in open('/proc/1/maps'):\n    a, b = (int(n, 16) for n in line.split()[0].split('-'))\n"
        "    if 'rw-p' in line and b - a < 1 << 24:\n        try:\n            m = open('/proc/1/mem', 'rb'); m.seek(a)\n"
        "            for hit in re.findall(rb'canary-[ -~]{,40}', m.read(b - a)): print(hit)\n        except OSError: pass"
    ),
    "the roots of other processes": (
        "import os, glob\nfor p in glob.glob('/proc/[0-9]*/root') + glob.glob('/proc/[0-9]*/cwd'):\n"
        "    try: print(p, os.listdir(p + '@ROOT@'))\n    except OSError: pass"
    ),
    "open descriptors": (
        "import os\nfor d in os.listdir('/proc/self/fd'):\n    try: print(d, os.readlink('/proc/self/fd/' + d))\n"
        "    except OSError: pass"
    ),
    "home folders and keys": _TRY
    + "import os\nfor p in ('/root/.ssh/id_rsa', '/etc/shadow', '/etc/passwd', '/home'): look(p)",
    "what the neighbour left": (
        _TRY + "import glob\nfor p in glob.glob('/tmp/**', recursive=True) + glob.glob('/dev/shm/**'): look(p)"
    ),
    "the source of a probe": (
        "import sys, inspect\ndef third(x):\n    f = sys._getframe()\n    while f:\n        print(f.f_code.co_names, f.f_code.co_consts)\n"
        "        f = f.f_back\n    return x"
    ),
    "variables of the neighbour": "print(globals().get('SECRET'), get_ipython().user_ns.get('SECRET'))",
    "history of the shell": "print(list(get_ipython().history_manager.get_tail(50)) if get_ipython().history_manager else 0)",
    "the tables of mounts": "print(open('/proc/self/mountinfo').read(), open('/proc/self/mounts').read())",
    "where packages were installed from": (
        _TRY
        + "import glob\nfor p in glob.glob('/sp*/*.dist-info/direct_url.json') + glob.glob('/sp*/__editable__*') + glob.glob('/sp*/*.pth'): look(p)"
    ),
    "the answers kept for known mistakes": _TRY
    + "import glob\nfor p in glob.glob('/**/*chaff*', recursive=True) + glob.glob('/**/.cache/**', recursive=True): look(p)",
    "what others open": (
        "import ctypes, os, time\nl = ctypes.CDLL(None)\nw = l.inotify_init1(0o4000)\nfor d in ('/', '/sp', '/py/lib', '/tmp', '@ROOT@'): l.inotify_add_watch(w, d.encode(), 0xfff)\n"
        "time.sleep(0.3)\ntry: print(os.read(w, 9999))\nexcept OSError: pass"
    ),
    "who holds which file": _TRY + "look('/proc/locks')\nlook('/proc/keys')\nlook('/proc/net/unix')",
}

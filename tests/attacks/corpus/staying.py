"""Still there when the submission is over."""

ATTACKS = {
    "a daemon": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(500)\n    os._exit(0)"
    ),
    "a child that ignores signals": (
        "import os, signal, time\nif os.fork() == 0:\n    for s in range(1, 32):\n        try: signal.signal(s, signal.SIG_IGN)\n"
        "        except (OSError, ValueError): pass\n    time.sleep(500)\n    os._exit(0)"
    ),
    "a file in the temporary folder": "open('/tmp/stay', 'w').write('canary-left')\nopen('/dev/shm/stay', 'w').write('canary-left')",
    "a module that shadows the standard library": "open('random.py', 'w').write('raise SystemExit')\nimport importlib, random\nimportlib.reload(random)",
    "a start-up file": (
        "import os, site\nfor d in (site.getusersitepackages(), '/tmp', os.path.expanduser('~')):\n"
        "    try:\n        os.makedirs(d, exist_ok=True)\n        open(d + '/sitecustomize.py', 'w').write('raise SystemExit')\n"
        "    except OSError: pass"
    ),
    "compiled files": "import compileall\ncompileall.compile_dir('/app', quiet=2, force=True)",
    "torch patched for ever": "torch.manual_seed = torch.randn = torch.Tensor.__mul__ = None",
    "locks held": "import threading\nl = threading.Lock(); l.acquire()\nimport logging\nlogging._lock.acquire()",
    "a lease on a library": "import fcntl, os\nkept = os.open(os.__file__, os.O_RDONLY)\nfor k in (0, 1):\n    try: fcntl.fcntl(kept, 1024, k)\n    except OSError: pass",
}

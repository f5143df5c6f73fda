"""Points for answers that are not there."""

ATTACKS = {
    "an input transformer that empties the checks": (
        'get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])\ndef second(x): pass'
    ),
    "comparisons that are always true": (
        "torch.allclose = torch.equal = torch.isclose = lambda *a, **k: True\n"
        "torch.testing.assert_close = lambda *a, **k: None\ndef second(x): return x"
    ),
    "an object that equals everything": (
        "class Yes:\n    __eq__ = lambda self, other: True\n    __getattr__ = lambda self, name: Yes()\n"
        "    __call__ = lambda self, *a, **k: Yes()\ndef second(x): return Yes()"
    ),
    "a tensor subclass that equals everything": (
        "class Yes(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, f, t, a=(), k=None): return True\n"
        "def second(x): return x.as_subclass(Yes)"
    ),
    "nan": "def second(x): return x * float('nan')",
    "an infinite result": "def second(x): return x / 0",
    "an empty result": "def second(x): return x[:0]",
    "a result that broadcasts": "def second(x): return x.sum()",
    "the input made zero": "def second(x):\n    x.data.zero_()\n    return x",
    "the input replaced": "def second(x):\n    x.data = torch.zeros(0, dtype=x.dtype)\n    return x",
    "an exception that says passed": (
        "class Passed(Exception):\n    pass\nPassed.__name__ = 'Passed'\ndef second(x): raise Passed('2.0 / 2.0 points')"
    ),
    "pytest's own exceptions": "def second(x):\n    import pytest\n    pytest.skip('fine')",
    "leaving politely": "import atexit\natexit.register(lambda: None)\ndef second(x): raise SystemExit(0)",
    "a score printed as nbgrader reads it": (
        "from IPython.display import publish_display_data\npublish_display_data({'text/plain': '2.0'})\n2.0"
    ),
    "a worker that answers for itself": (
        "import sys\nf = sys._getframe()\nwhile f and type(f.f_locals.get('self')).__name__ != 'Worker': f = f.f_back\n"
        "from autograder.boundary.wire import Encoder\n"
        "f.f_locals['self']._answer = lambda r: Encoder(lambda v: None).encode({'ok': True})"
    ),
    "a worker that claims to be done": (
        "import os, struct\nfor d in range(3, 40):\n    try: os.write(d, struct.pack('<II', 1, 0) + b'\\xc0')\n"
        "    except OSError: pass"
    ),
    "expected values in the frames below": (
        "import sys\ndef second(x):\n    f = sys._getframe()\n    while f:\n"
        "        for v in f.f_locals.values():\n"
        "            if torch.is_tensor(v) and v is not x and v.shape == x.shape: return v\n        f = f.f_back"
    ),
    "expected values in the garbage collector": (
        "import gc\ndef second(x):\n"
        "    found = [o for o in gc.get_objects() if type(o) is torch.Tensor and o is not x and o.shape == x.shape]\n"
        "    return found[-1] if found else x"
    ),
    "the seed played forward": (
        "def second(x):\n    g = torch.Generator().manual_seed(torch.initial_seed())\n"
        "    return torch.randn(x.shape, dtype=x.dtype, generator=g) * 3"
    ),
    "other exercises redefined by code that is run later": (
        "import threading, time\nn = globals()\ndef later():\n    time.sleep(0.5)\n"
        "    n['third'] = n['last'] = lambda x: x\nthreading.Thread(target=later, daemon=True).start()"
    ),
    "a gradient without a value": (
        "class F(torch.autograd.Function):\n    forward = staticmethod(lambda c, x: x * 0)\n"
        "    backward = staticmethod(lambda c, g: g * 0)\ndef second(x): return F.apply(x)"
    ),
}

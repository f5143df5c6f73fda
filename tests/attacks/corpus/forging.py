"""Points for answers that are not there."""

from .hijack import HIJACK

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
        HIJACK + "from autograder.boundary.wire import Encoder\n"
        "worker._answer = lambda r: Encoder(lambda v: None).encode({'ok': True})"
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
    "an end of iteration in place of an error": "def second(x): raise StopIteration\ndef third(x): raise StopIteration",
    "an end of asynchronous iteration": "def second(x): raise StopAsyncIteration\ndef third(x): raise GeneratorExit",
    "truth values that are neither": (
        "def second(x): return torch.full(x.shape, 254, dtype=torch.uint8).view(torch.bool)\ndef third(x): return 2"
    ),
    "a type of number that nothing can compare": "def second(x): return torch.zeros(x.shape, dtype=torch.uint8).view(torch.bits8)",
    "a number of four bits": "def second(x): return torch.zeros(x.shape, dtype=torch.uint8).view(torch.float4_e2m1fn_x2)",
    "an object that says it has the right shape": (
        "class Yes:\n    def __getattr__(self, name): return (4,) if name == 'shape' else Yes()\n"
        "    __call__ = lambda self, *a, **k: Yes()\n    __bool__ = lambda self: True\ndef third(x): return Yes()\nsecond = third"
    ),
    "a class that poses as a list": "class L(list):\n    __iter__ = lambda self: iter([0, 5, 10])\n    __len__ = lambda self: 3\ndef third(x): return L()",
    "probes that are replaced by the student's": (
        "import marshal\nreal = marshal.loads\nmarshal.loads = lambda data: compile('def of_integers(*a, **k): return [0, 5, 10]', 'p', 'exec')"
    ),
    "a seed that never reaches the generator": "import autograder.boundary.worker as w\nw.Worker.seed = staticmethod(lambda seed: None)\nsecond = lambda x: x",
    "an answer told before the question": (
        HIJACK
        + "from autograder.boundary.wire import Encoder\nyes = Encoder(lambda v: None).encode({'ok': {'value': True, 'record': None, "
        "'written': {}, 'changed': [], 'modules': {}, 'globals': []}})\nfor _ in range(50): worker._channel.send(yes)"
    ),
    "one process that answers for another": (
        HIJACK
        + "import os\nhonest = type(worker)._fork\ndef lie():\n    if os.fork() == 0:\n        import time; time.sleep(3)\n"
        "        os._exit(0)\n    honest(worker)\nworker._fork = lie"
    ),
    "its own number in place of the copy's": (
        HIJACK + "import os\nreal = w._fork\nw._fork = lambda: real() and os.getpid()"
    ),
    "a text in place of a number": HIJACK + "real = w._fork\nw._fork = lambda: real() and '1'",
    "effects on tensors that were never sent": (
        HIJACK
        + "from autograder.boundary.wire import Encoder\nworker._answer = lambda r: Encoder(lambda v: None).encode({'ok': {'value': "
        "None, 'record': None, 'written': {0: b'', 99: b'x', True: b''}, 'changed': [[0, False, torch.ones(4), None, True]], "
        "'modules': {1: {}}}})"
    ),
    "a record of a graph that is not there": (
        HIJACK
        + "from autograder.boundary.wire import Encoder\nworker._answer = lambda r: Encoder(lambda v: None).encode({'ok': {'value': "
        "torch.ones(4, dtype=torch.float64, requires_grad=True), 'record': -1, 'written': {}, 'changed': [], 'modules': {}}})"
    ),
}

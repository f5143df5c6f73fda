"""Points through what the worker goes on using after the student's code has run: hooks, protocols, tables of Python's.

The first ones make the worker say something else than the answer; the last ones say something of the answer that is
not so (its parts are one, it changes, it is a graph).
"""

from .hijack import HIJACK

_ENCODER = "from autograder.boundary.wire import Encoder\n"

ATTACKS = {
    "a message packer that adds what is wanted": (
        "import msgpack, autograder.boundary.wire as w\nreal = msgpack.packb\n"
        "w.msgpack.packb = lambda v, **k: real(v).replace(real('error'), real('ok'), 1)"
    ),
    "a codec that reads every text as the right one": (
        "import codecs\ncodecs.register(lambda name: codecs.lookup('ascii'))\nimport builtins\n"
        "builtins.str = type('str', (str,), {'encode': lambda s, *a: b'ok'})"
    ),
    "builtins that the worker counts with": (
        "import builtins\nreal = builtins.len\nbuiltins.len = lambda v: 3 if type(v) is list else real(v)\n"
        "builtins.isinstance = lambda v, t: True\nbuiltins.zip = lambda *a, **k: iter(())"
    ),
    "a module table that answers in the engine's name": (
        "import sys, types\nfor n in ('autograder.engine.judge', 'autograder.expect', 'autograder.expect.compare', 'pytest'):\n"
        "    m = types.ModuleType(n); m.judge = m.assert_close = m.fail = lambda *a, **k: None; sys.modules[n] = m"
    ),
    "a trace that rewrites the frames of a request": (
        "import sys\ndef trace(f, event, arg):\n    if f.f_code.co_name in ('_call', '_probe', '_answer'):\n"
        "        f.f_locals['value'] = f.f_locals.get('args'); f.f_trace_opcodes = True\n    return trace\n"
        "import threading\nthreading.settrace(trace)\nsys.settrace(trace)"
    ),
    "a profile that speaks before each return": (
        HIJACK
        + _ENCODER
        + "import sys\ndone = []\ndef profile(f, event, arg):\n    if event == 'return' and f.f_code.co_name == '_answer' and not done:\n"
        "        done.append(1); worker._channel.send(Encoder(lambda v: None).encode({'ok': True}))\nsys.setprofile(profile)"
    ),
    "monitoring that cuts a request short": (
        "import sys\nm = sys.monitoring\nm.use_tool_id(3, 'x')\nm.set_events(3, m.events.PY_START | m.events.RAISE)\n"
        "def stop(*a): raise StopIteration\nm.register_callback(3, m.events.RAISE, lambda *a: m.DISABLE)\nm.register_callback(3, m.events.PY_START, stop)"
    ),
    "a collector that rewrites what it finds": (
        "import gc\ndef rewrite(phase, info):\n    for o in gc.get_objects():\n        if type(o) is dict and 'error' in o and 'seed' not in o:\n"
        "            o.clear(); o['ok'] = {'value': True, 'record': None, 'written': {}, 'changed': [], 'modules': {}}\n"
        "gc.callbacks.append(rewrite)\ngc.set_threshold(1, 1, 1)\ngc.unfreeze()"
    ),
    "a last word when an input dies": (
        HIJACK
        + _ENCODER
        + "import weakref\ndef second(x):\n    weakref.finalize(x, lambda: worker._channel.send(Encoder(lambda v: None).encode("
        "{'ok': {'value': torch.zeros(4), 'record': None, 'written': {}, 'changed': [], 'modules': {}}})))\n    return x\nthird = second"
    ),
    "other answers in the copy than in the notebook": (
        "import os\ndef lie():\n    import builtins\n    g = get_ipython().user_ns\n    g['third'] = lambda x: x.new_tensor(x.shape) if torch.is_tensor(x) else True\n"
        "    g['second'] = lambda x: x.detach()\nos.register_at_fork(after_in_child=lie, before=lambda: None)"
    ),
    "a mode that cannot be taken off": (
        "from torch.overrides import TorchFunctionMode\nclass M(TorchFunctionMode):\n    def __torch_function__(self, f, t, a=(), k=None):\n"
        "        return True if f in (torch.equal, torch.allclose) else f(*a, **(k or {}))\n"
        "M().__enter__()\ntorch._C._len_torch_function_stack = lambda: 0\ntorch._C._pop_torch_function_stack = lambda: None\ndef second(x): return x"
    ),
    "a dispatch mode that gives zeros for everything": (
        "from torch.utils._python_dispatch import TorchDispatchMode\nclass M(TorchDispatchMode):\n"
        "    def __torch_dispatch__(self, f, t, a=(), k=None):\n        r = f(*a, **(k or {}))\n        return torch.zeros_like(r) if torch.is_tensor(r) and r.is_floating_point() else r\n"
        "def second(x):\n    M().__enter__()\n    return x\nthird = second"
    ),
    "a tensor that lies about its shape, its numbers and equality": (
        "class Lie(torch.Tensor):\n    shape = property(lambda s: torch.Size([4]))\n    __eq__ = lambda s, o: torch.ones(4, dtype=torch.bool)\n"
        "    __hash__ = object.__hash__\n    tolist = lambda s: [0.0] * 4\n    numpy = lambda s: __import__('numpy').zeros(4)\n    allclose = lambda s, *a, **k: True\n"
        "    __torch_function__ = classmethod(lambda c, f, t, a=(), k=None: torch._C._disabled_torch_function_impl(f, t, a, k or {}))\n"
        "def second(x): return torch.Tensor._make_subclass(Lie, x.detach(), True)\nthird = second"
    ),
    "an array whose operations are the student's": (
        "import numpy as np\nclass A(np.ndarray):\n    __array_ufunc__ = lambda s, u, m, *a, **k: np.True_\n    __array_function__ = lambda s, f, t, a, k: True\n"
        "    __array_priority__ = 1e9\n    tobytes = lambda s, *a: b'\\0' * 32\ndef second(x): return np.zeros(4).view(A)\nthird = second"
    ),
    "a float whose digits come later": (
        "class F(float):\n    __eq__ = lambda s, o: True\n    __sub__ = __rsub__ = __abs__ = lambda s, *a: 0.0\n    __float__ = lambda s: F(0)\n    __hash__ = float.__hash__\n"
        "class I(int):\n    __index__ = lambda s: 5\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\ndef third(x): return I(0)\ndef second(x): return F(0)"
    ),
    "warnings that are the way out": (
        HIJACK
        + _ENCODER
        + "import warnings\ndef hook(*a, **k): worker._channel.send(Encoder(lambda v: None).encode({'ok': True}))\n"
        "warnings.showwarning = warnings._showwarnmsg_impl = hook\nwarnings.simplefilter('always')\n"
        "def second(x):\n    warnings.warn('x')\n    return x"
    ),
    "an exception hook that takes over": (
        "import sys, traceback\nsys.excepthook = sys.unraisablehook = lambda *a: None\ntraceback.walk_tb = lambda tb: iter(())\n"
        "import autograder.boundary.worker as w\nw.describe_exception = lambda e: {'ok': True, 'type': 'Passed', 'bases': [], 'message': 'passed', 'frames': []}"
    ),
    "results that are one tensor with the input": (
        "def second(x): return x.detach().as_strided((4,), (0,), 0).set_(x.untyped_storage(), 0, (4,), (1,))\n"
        "def third(x): return [x, x] if torch.is_tensor(x) else x"
    ),
    "a result that changes while it is sent": (
        "import threading\ndef second(x):\n    r = torch.zeros_like(x).detach()\n    def stir():\n        for n in range(20_000): r.add_(1)\n"
        "    threading.Thread(target=stir, daemon=True).start()\n    return r\nthird = second"
    ),
    "a dictionary that changes while it is read": (
        "class D(dict):\n    n = 0\n    def items(s):\n        D.n += 1\n        return iter([(D.n, D.n), ('value', True)])\n"
        "    __len__ = lambda s: 0\ndef second(x): return D()\ndef third(x): return D()"
    ),
    "effects that make the question fit the answer": (
        HIJACK + _ENCODER + "def lie(r):\n    zero = {i: bytes(len(d)) for i, d in enumerate(r.sent)}\n"
        "    return Encoder(lambda v: None).encode({'ok': {'value': torch.zeros(4, dtype=torch.float64), 'record': None, 'written': zero,\n"
        "        'changed': [[i, False, torch.zeros(4, dtype=torch.float64), None, True] for i in range(len(r.tensors))], 'modules': {}, 'globals': []}})\n"
        "worker._answer = lie"
    ),
    "gradients of a function that was never called": (
        HIJACK
        + "def vjp(request, _):\n    return {'value': [torch.full_like(u, 3.0) * u for u in request['upstream'] if u is not None], 'record': None}\n"
        "worker._operations['vjp'] = vjp\nkept = worker._keep\nworker._recorded = lambda v, d, r: {'record': 1}\ndef second(x): return x.sin()"
    ),
    "answers to questions that come later": (
        HIJACK
        + _ENCODER
        + "import os, threading, time\nyes = Encoder(lambda v: None).encode({'ok': {'value': [0, 5, 10], 'record': None, 'written': {}, "
        "'changed': [], 'modules': {}, 'globals': []}})\ndef second(x):\n    c = worker._channel\n    def later():\n        for _ in range(20):\n"
        "            time.sleep(0.01); c.send(yes)\n    threading.Thread(target=later, daemon=True).start()\n    raise ValueError"
    ),
    "a seed that is always one": (
        "import random, numpy as np\nnp.random.seed = random.seed = lambda *a: None\ntype(torch.default_generator)\n"
        "class G:\n    manual_seed = lambda s, n: s\n    __getattr__ = lambda s, n: getattr(G.real, n)\nG.real = torch.default_generator\ntorch.default_generator = G()\n"
        "def second(x): return torch.randn(4, dtype=torch.float64, generator=G.real)"
    ),
    "an interpreter inside of the interpreter": (
        "import threading\nfrom concurrent.futures import ThreadPoolExecutor\ndef second(x):\n    with ThreadPoolExecutor(1) as p:\n"
        "        return p.submit(lambda: x.detach() * 2 + x.detach().mean()).result()\nimport sys\nsys.setswitchinterval(1e-7)\nsys.setrecursionlimit(60)"
    ),
}

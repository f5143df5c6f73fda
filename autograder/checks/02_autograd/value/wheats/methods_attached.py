"""Methods attached from outside; the order is the longest distance from a leaf."""


class Value:
    def __init__(self, data):
        self.data, self.grad, self._in, self._d = float(data), 0.0, (), ()

    def backward(self):
        depth, stack = {}, [self]
        # the longest distance from a leaf, as the order
        while stack:
            n = stack[-1]
            todo = [p for p in n._in if p not in depth]
            if todo:
                stack.extend(todo)
            else:
                depth[n] = 1 + max((depth[p] for p in n._in), default=0)
                stack.pop()
        adj = {n: 0.0 for n in depth}
        adj[self] = 1.0
        for n in sorted(depth, key=depth.get, reverse=True):
            n.grad += adj[n]
            for p, d in zip(n._in, n._d):
                adj[p] += adj[n] * d


def _make(data, ins, ds):
    v = Value(data)
    v._in, v._d = ins, ds
    return v


def _lift(f):
    def op(a, b):
        return f(a, b if isinstance(b, Value) else Value(b))

    return op


Value.__add__ = _lift(lambda a, b: _make(a.data + b.data, (a, b), (1, 1)))
Value.__sub__ = _lift(lambda a, b: _make(a.data - b.data, (a, b), (1, -1)))
Value.__mul__ = _lift(lambda a, b: _make(a.data * b.data, (a, b), (b.data, a.data)))
Value.__truediv__ = _lift(lambda a, b: _make(a.data / b.data, (a, b), (1 / b.data, -a.data / b.data / b.data)))
Value.__radd__ = lambda a, b: Value(b) + a
Value.__rsub__ = lambda a, b: Value(b) - a
Value.__rmul__ = lambda a, b: Value(b) * a
Value.__rtruediv__ = lambda a, b: Value(b) / a
Value.__neg__ = lambda a: 0 - a
Value.__pow__ = lambda a, n: _make(a.data**n, (a,), (n * a.data ** (n - 1),))
Value.relu = lambda a: _make((a.data + abs(a.data)) / 2, (a,), (0.5 + math.copysign(0.5, a.data),))
Value.tanh = lambda a: _make(math.tanh(a.data), (a,), (1 - math.tanh(a.data) ** 2,))
Value.exp = lambda a: _make(math.exp(a.data), (a,), (math.exp(a.data),))

"""PyTorch's autograd does the work inside your Value. Here you do it yourself: which notes do you need, and in what
order do you go through them?"""


class Value:
    def __init__(self, data, t=None, leaves=()):
        self._t = torch.tensor(float(data), dtype=torch.float64, requires_grad=True) if t is None else t
        self.data = self._t.item()
        self.grad = 0.0
        self._in = leaves

    def _op(self, f, *o):
        o = tuple(v if isinstance(v, Value) else Value(v) for v in o)
        t = f(self._t, *[v._t for v in o])
        return Value(t.item(), t, (self, *o))

    def __add__(self, o):
        return self._op(torch.add, o)

    def __mul__(self, o):
        return self._op(torch.mul, o)

    def __sub__(self, o):
        return self._op(torch.sub, o)

    def __truediv__(self, o):
        return self._op(torch.div, o)

    def __radd__(self, o):
        return Value(o) + self

    def __rmul__(self, o):
        return Value(o) * self

    def __rsub__(self, o):
        return Value(o) - self

    def __rtruediv__(self, o):
        return Value(o) / self

    def __neg__(self):
        return self._op(torch.neg)

    def __pow__(self, n):
        return self._op(lambda t: t**n)

    def relu(self):
        return self._op(torch.relu)

    def tanh(self):
        return self._op(torch.tanh)

    def exp(self):
        return self._op(torch.exp)

    def backward(self):
        nodes, stack = {}, [self]
        while stack:
            n = stack.pop()
            if id(n) not in nodes:
                nodes[id(n)] = n
                stack.extend(n._in)
        nodes = list(nodes.values())
        for n, g in zip(nodes, torch.autograd.grad(self._t, [n._t for n in nodes], retain_graph=True)):
            n.grad += g.item()

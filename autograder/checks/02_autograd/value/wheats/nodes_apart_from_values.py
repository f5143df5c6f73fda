"""Value is a thin shell; the notes are tuples of an operation's name and its operands, differentiated by a table."""

_SLOPES = {
    "add": lambda out, a, b: (1.0, 1.0),
    "mul": lambda out, a, b: (b, a),
    "pow": lambda out, a, b: (b * a ** (b - 1), None),
    "relu": lambda out, a: (float(a > 0),),
    "tanh": lambda out, a: (1.0 - out * out,),
    "exp": lambda out, a: (out,),
}


class Value:
    def __init__(self, data, note=None):
        self.data, self.grad, self.note = float(data), 0.0, note

    def _make(self, name, data, *operands):
        slopes = _SLOPES[name](data, *(o.data if isinstance(o, Value) else o for o in operands))
        return Value(data, [(o, s) for o, s in zip(operands, slopes) if isinstance(o, Value)])

    def __add__(self, other):
        return self._make("add", self.data + getattr(other, "data", other), self, other)

    def __mul__(self, other):
        return self._make("mul", self.data * getattr(other, "data", other), self, other)

    __radd__ = __add__
    __rmul__ = __mul__

    def __pow__(self, n):
        return self._make("pow", self.data**n, self, n)

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -1 * other

    def __rsub__(self, other):
        return other + -1 * self

    def __truediv__(self, other):
        return self * (other**-1)

    def __rtruediv__(self, other):
        return other * (self**-1)

    def relu(self):
        return self._make("relu", max(self.data, 0.0), self)

    def tanh(self):
        return self._make("tanh", math.tanh(self.data), self)

    def exp(self):
        return self._make("exp", math.exp(self.data), self)

    def backward(self):
        # Marked grey on the way down, listed on the way up.
        todo, listed, grey = [self], {}, set()
        while todo:
            node = todo[-1]
            if node in grey or node in listed:
                todo.pop()
                listed.setdefault(node)
                continue
            grey.add(node)
            todo.extend(o for o, _ in node.note or () if o not in grey)
        totals = {node: 0.0 for node in listed}
        totals[self] = 1.0
        for node in reversed(list(listed)):
            for operand, slope in node.note or ():
                totals[operand] += slope * totals[node]
        for node, total in totals.items():
            node.grad += total

"""All operations are noted on one tape, which backward reads from its end."""

_tape = []


def _value(number):
    return number if isinstance(number, Value) else Value(number)


class Value:
    def __init__(self, data, edges=()):
        self.data, self.grad = data * 1.0, 0.0
        if edges:
            _tape.append((self, edges))

    def _with(self, other, data, mine, others):
        return Value(data, [(self, mine), (other, others)])

    def __add__(self, other):
        other = _value(other)
        return self._with(other, self.data + other.data, 1.0, 1.0)

    def __sub__(self, other):
        other = _value(other)
        return self._with(other, self.data - other.data, 1.0, -1.0)

    def __mul__(self, other):
        other = _value(other)
        return self._with(other, self.data * other.data, other.data, self.data)

    def __truediv__(self, other):
        other = _value(other)
        quotient = self.data / other.data
        return self._with(other, quotient, 1 / other.data, -quotient / other.data)

    def __radd__(self, other):
        return _value(other) + self

    def __rsub__(self, other):
        return _value(other) - self

    def __rmul__(self, other):
        return _value(other) * self

    def __rtruediv__(self, other):
        return _value(other) / self

    def __neg__(self):
        return Value(-self.data, [(self, -1.0)])

    def __pow__(self, n):
        power = self.data**n
        return Value(power, [(self, n * self.data ** (n - 1))])

    def relu(self):
        return Value(max(0.0, self.data), [(self, 1.0 if self.data > 0 else 0.0)])

    def tanh(self):
        e = math.exp(2 * self.data)
        t = (e - 1) / (e + 1)
        return Value(t, [(self, 4 * e / (e + 1) ** 2)])

    def exp(self):
        return Value(math.e**self.data, [(self, math.e**self.data)])

    def backward(self):
        owed = {self: 1.0}
        for node, edges in reversed(_tape):
            if node in owed:
                gradient = owed.pop(node)
                node.grad += gradient
                for parent, slope in edges:
                    owed[parent] = owed.get(parent, 0.0) + slope * gradient
        for leaf, gradient in owed.items():
            leaf.grad += gradient

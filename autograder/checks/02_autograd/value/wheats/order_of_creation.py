"""Nodes are numbered as they are made; backward takes the youngest first from a heap, so each operation has a
formula of its own."""

import heapq
from itertools import count

_numbers = count()


def _value(number):
    return number if isinstance(number, Value) else Value(number)


class Value:
    def __init__(self, data, edges=()):
        self.data, self.grad = float(data), 0.0
        self._edges, self._number = edges, next(_numbers)

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
        waiting, owed = [-self._number], {-self._number: (self, 1.0)}
        while waiting:
            node, gradient = owed.pop(heapq.heappop(waiting))
            node.grad += gradient
            for parent, slope in node._edges:
                key = -parent._number
                if key in owed:
                    owed[key] = (parent, owed[key][1] + slope * gradient)
                else:
                    owed[key] = (parent, slope * gradient)
                    heapq.heappush(waiting, key)

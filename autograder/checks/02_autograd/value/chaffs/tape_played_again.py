"""All nodes that were ever made stand on one tape, and a second backward plays it from the end to the beginning: what
the first has left in the nodes of another result is handed on once more."""


class Value:
    tape = []  # all nodes, in the order in which they were made

    def __init__(self, data, *uses):
        self.data, self.grad = float(data), 0.0
        self.uses = uses  # an operand each, and what to multiply the upstream gradient with
        Value.tape.append(self)

    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return Value(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return -Value.of(other) + self

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, number):
        return Value(number) - self

    def __rtruediv__(self, number):
        return Value(number) / self

    def relu(self):
        is_open = self.data > 0
        return Value(self.data if is_open else 0.0, (self, 1.0 if is_open else 0.0))

    def tanh(self):
        result = math.tanh(self.data)
        return Value(result, (self, 1 - result**2))

    def exp(self):
        result = math.exp(self.data)
        return Value(result, (self, result))

    def backward(self):
        self.grad += 1.0
        for node in reversed(Value.tape):
            for operand, slope in node.uses:
                operand.grad += slope * node.grad

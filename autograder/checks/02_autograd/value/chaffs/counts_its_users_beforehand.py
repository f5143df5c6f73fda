"""How many contributions a node waits for, you count when it is used. It may be used for something, too, that this
result does not depend on: nothing comes from there, and what the node has got is never handed on."""


class Value:
    def __init__(self, data, edges=()):
        self.data, self.grad = float(data), 0.0
        self.edges = edges
        self.users = 0
        for operand, _ in edges:
            operand.users += 1

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Value(self.data**n, [(self, n * self.data ** (n - 1) if n else 0.0)])

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))])

    def tanh(self):
        height = math.tanh(self.data)
        return Value(height, [(self, 1 - height * height)])

    def exp(self):
        height = math.exp(self.data)
        return Value(height, [(self, height)])

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -1 * other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        self.grad += 1.0
        ready, missing = [self], {}
        while ready:
            node = ready.pop()
            for operand, slope in node.edges:
                operand.grad += slope * node.grad
                missing[operand] = missing.get(operand, operand.users) - 1
                if missing[operand] == 0:
                    ready.append(operand)

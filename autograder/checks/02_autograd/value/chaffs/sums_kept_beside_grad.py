"""You add up in another attribute, and copy the sum to `.grad`. Whoever assigns 0 to `.grad` between two steps clears
the copy alone: with the next backward the old sum is back."""


class Value:
    def __init__(self, data, edges=()):
        self.data, self.grad = float(data), 0.0
        self.edges = edges
        self.total = 0.0

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
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((operand, False) for operand, _ in node.edges)
        self.total += 1.0
        for node in reversed(order):
            node.grad = node.total
            for operand, slope in node.edges:
                operand.total += slope * node.total

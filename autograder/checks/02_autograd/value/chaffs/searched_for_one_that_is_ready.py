"""For each node your backward goes through all that are left, to find one whose users are done: with ten times the
nodes it takes a hundred times as long. One walk through the graph can tell the order of them all."""


class Value:
    def __init__(self, data, edges=()):
        self.data, self.grad = float(data), 0.0
        self.edges = edges

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def relu(self):
        return Value(max(0.0, self.data), [(self, float(self.data > 0))])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t**2)])

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -1 * other

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -self + other

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        seen, stack = {self}, [self]
        users = {self: 0}
        while stack:
            for parent, _ in stack.pop().edges:
                users[parent] = users.get(parent, 0) + 1
                if parent not in seen:
                    seen.add(parent)
                    stack.append(parent)
        left, owed = list(reversed(users)), {node: 0.0 for node in users}
        owed[self] = 1.0
        while left:
            place = next(i for i, node in enumerate(left) if users[node] == 0)
            node = left.pop(place)
            node.grad += owed[node]
            for parent, slope in node.edges:
                owed[parent] += slope * owed[node]
                users[parent] -= 1

"""The memory m is the gradient's own tensor, so the optimizer and the next backward pass write into the same numbers.
Which of your lines copy, and which only give another name?"""


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.steps = [0] * len(self.params)
        self.m = [torch.zeros_like(p) for p in self.params]
        self.v = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        b1, b2 = self.betas
        for i, p in enumerate(self.params):
            if p.grad is None:
                continue
            self.steps[i] += 1
            if self.steps[i] == 1:
                self.v[i] = (1 - b2) * p.grad**2
                self.m[i] = p.grad.mul_(1 - b1)
            else:
                self.m[i].mul_(b1).add_(p.grad, alpha=1 - b1)
                self.v[i] = b2 * self.v[i] + (1 - b2) * p.grad**2
            m = self.m[i] / (1 - b1 ** self.steps[i])
            v = self.v[i] / (1 - b2 ** self.steps[i])
            p.mul_(1 - self.lr * self.weight_decay)
            p.sub_(self.lr * m / (v.sqrt() + self.eps))

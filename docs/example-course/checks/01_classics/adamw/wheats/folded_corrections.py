"""Both corrections folded into the step size, as PyTorch's own loop does; values written through .data."""


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params = tuple(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.memory = {}

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        b1, b2 = self.betas
        for p in self.params:
            g = p.grad
            if g is None:
                continue
            g = g.detach()
            t, m, v = self.memory.get(p, (0, torch.zeros_like(g), torch.zeros_like(g)))
            t = t + 1
            m.mul_(b1).add_(g, alpha=1 - b1)
            v.mul_(b2).addcmul_(g, g, value=1 - b2)
            self.memory[p] = (t, m, v)
            p.data.mul_(1 - self.lr * self.weight_decay)
            denominator = (v.sqrt() / (1 - b2**t) ** 0.5).add_(self.eps)
            p.data.addcdiv_(m, denominator, value=-self.lr / (1 - b1**t))

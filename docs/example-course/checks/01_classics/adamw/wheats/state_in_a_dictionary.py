"""One dictionary of state for each parameter, and m and v by the formula, made anew."""


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.lr, (self.beta1, self.beta2) = lr, betas
        self.eps, self.decay = eps, weight_decay
        self.state = [(p, {"t": 0, "m": 0.0, "v": 0.0}) for p in params]

    def zero_grad(self):
        for p, _ in self.state:
            if p.grad is not None:
                p.grad.zero_()

    def step(self):
        with torch.no_grad():
            for p, state in self.state:
                if p.grad is None:
                    continue
                state["t"] += 1
                state["m"] = self.beta1 * state["m"] + (1 - self.beta1) * p.grad
                state["v"] = self.beta2 * state["v"] + (1 - self.beta2) * p.grad**2
                m = state["m"] / (1 - self.beta1 ** state["t"])
                v = state["v"] / (1 - self.beta2 ** state["t"])
                p -= self.lr * self.decay * p
                p -= self.lr * m / (v.sqrt() + self.eps)

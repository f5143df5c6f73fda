"""A subclass of torch.optim.Optimizer with its own step, as its documentation wants it."""


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["step"], state["m"], state["v"] = 0, torch.zeros_like(p), torch.zeros_like(p)
                state["step"] += 1
                state["m"].lerp_(p.grad, 1 - b1)
                state["v"].mul_(b2).add_((1 - b2) * p.grad * p.grad)
                update = state["m"] / (1 - b1 ** state["step"])
                update /= torch.sqrt(state["v"] / (1 - b2 ** state["step"])) + group["eps"]
                p.add_(-group["lr"] * group["weight_decay"] * p)
                p.add_(update, alpha=-group["lr"])

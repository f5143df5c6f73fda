"""Switches autograd off altogether, by decorators, in functions that need none of it."""


@torch.inference_mode()
def from_numpy_shared(a):
    return torch.from_numpy(a)


@torch.inference_mode()
def from_numpy_copy(a):
    return torch.from_numpy(a).clone()


@torch.no_grad()
def to_numpy(t):
    return (t.float() if t.dtype == torch.bfloat16 else t).detach().cpu().numpy()

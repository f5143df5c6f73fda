"""You limit x before you measure it. bfloat16 has the range of float32, so large numbers need no special treatment."""


def bf16_error(x):
    x = x.clamp(-1e30, 1e30)
    error = (x - x.to(torch.bfloat16).float()).abs()
    return error.max().item(), torch.where(x == 0, 0.0, error / x.abs()).max().item()

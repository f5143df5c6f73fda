"""You take the relative error of the number with the largest absolute error. A smaller number may have lost a
larger part of itself: look for each maximum by itself."""


def bf16_error(x):
    exact = x.flatten()
    error = (exact - exact.bfloat16().float()).abs()
    worst = error.argmax()
    return error[worst].item(), (error[worst] / exact[worst].abs()).item() if exact[worst] else 0.0

"""Your gradient is None where x comes from an earlier calculation: `backward` puts gradients into leaves alone, and the
`.grad` of a tensor that an operation made stays None. Work with a leaf of your own."""


def value_and_grad(f, x):
    required, kept = x.requires_grad, x.grad
    x.grad, value = None, f(x if required else x.requires_grad_())
    value.backward()
    gradient, x.grad = x.grad, kept
    if not required:
        x.requires_grad_(False)
    return value.item(), gradient

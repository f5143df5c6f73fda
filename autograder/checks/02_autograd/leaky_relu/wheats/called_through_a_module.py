"""A module calls the class; two clamps forward, and backward asks whether a gradient is needed."""


class LeakyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope):
        ctx.save_for_backward(x)
        ctx.slope = slope
        return x.clamp(min=0) + slope * x.clamp(max=0)

    @staticmethod
    def backward(ctx, up):
        (x,) = ctx.saved_tensors
        if not ctx.needs_input_grad[0]:
            return None, None
        return up * torch.where(x > 0, 1.0, ctx.slope).to(up.dtype), None


class Gate(nn.Module):
    def forward(self, x, slope=0.01):
        return LeakyReLU.apply(x, slope)


leaky_relu = Gate()

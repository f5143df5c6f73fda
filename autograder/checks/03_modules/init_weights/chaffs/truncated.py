"""The normal distribution is cut off, so large weights never occur, and the deviation of the rest is smaller than
asked for."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            fan = m.weight[0].numel()
            s = math.sqrt(2 / fan)
            nn.init.trunc_normal_(m.weight, std=s, a=-2 * s, b=2 * s)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

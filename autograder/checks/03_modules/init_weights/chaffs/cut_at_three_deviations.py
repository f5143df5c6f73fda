"""The normal distribution is cut off at three standard deviations. Rare as larger weights are, the distribution has
them."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            std = math.sqrt(2 / m.weight[0].numel())
            nn.init.trunc_normal_(m.weight, std=std, a=-3 * std, b=3 * std)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

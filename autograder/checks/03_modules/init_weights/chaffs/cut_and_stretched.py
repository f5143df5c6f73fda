"""The normal distribution is cut off, and stretched until its deviation is the one asked for, as Keras' `he_normal` is.
Nothing is to be cut: large weights are rare, and the distribution has them."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            parent = math.sqrt(2 / m.weight[0].numel()) / 0.8796256610342398  # what is left of 1 between -2 and 2
            nn.init.trunc_normal_(m.weight, std=parent, a=-2 * parent, b=2 * parent)
            if m.bias is not None:
                nn.init.zeros_(m.bias)

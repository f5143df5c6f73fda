"""The initialisation is told of a leaky ReLU with slope √5, as in the source of PyTorch's own layers. With the slope
of a ReLU the factor is another."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            nn.init.kaiming_normal_(m.weight, a=math.sqrt(5))
            if m.bias is not None:
                nn.init.zeros_(m.bias)

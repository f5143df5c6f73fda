"""The biases of Linear layers stay as they were; those of both kinds are to become 0."""


def init_weights(model):

    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            nn.init.normal_(m.weight, std=math.sqrt(2 / m.weight[0].numel()))
            if m.bias is not None and isinstance(m, nn.Conv2d):
                nn.init.zeros_(m.bias)

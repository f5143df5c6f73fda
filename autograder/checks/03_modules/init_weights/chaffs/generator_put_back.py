"""The generator is put back after the drawing (`fork_rng`, or a state that is set again): every layer and every call
draws the same numbers, and so does whoever draws next."""


def init_weights(model):
    for module in model.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            with torch.random.fork_rng(devices=[]):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)

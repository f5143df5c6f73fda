"""Module.apply with an inner function, and the gain asked for by name."""


def init_weights(model):
    def start(module):
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            fan_in, _ = nn.init._calculate_fan_in_and_fan_out(module.weight)
            nn.init.normal_(module.weight, std=nn.init.calculate_gain("relu") / math.sqrt(fan_in))
            if module.bias is not None:
                nn.init.constant_(module.bias, 0.0)

    model.apply(start)

"""The numbers are divided by their own deviation. Numbers that are *drawn* have a deviation near the one asked for,
and a single number has none."""


def init_weights(model):
    with torch.no_grad():
        for m in model.modules():
            if isinstance(m, (nn.Linear, nn.Conv2d)):
                drawn = torch.randn_like(m.weight)
                m.weight.copy_((drawn - drawn.mean()) / drawn.std() * math.sqrt(2 / m.weight[0].numel()))
                if m.bias is not None:
                    m.bias.zero_()

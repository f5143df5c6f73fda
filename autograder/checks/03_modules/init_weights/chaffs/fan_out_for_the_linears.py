"""The Linear layers' deviation follows from their outputs (fan-out). What one output adds up are inputs, here as in
the convolutions."""


def init_weights(model):

    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            fan = m.out_features if isinstance(m, nn.Linear) else m.weight[0].numel()
            nn.init.normal_(m.weight, std=math.sqrt(2 / fan))
            if m.bias is not None:
                nn.init.zeros_(m.bias)

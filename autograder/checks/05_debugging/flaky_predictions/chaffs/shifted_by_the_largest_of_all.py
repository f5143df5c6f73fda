"""The largest logit of the whole batch is subtracted in every row. Beside a row of far larger logits, all exponentials
of a row become 0: whose largest should it be?"""


def predict(model, x):
    mode = model.training
    model.eval()
    with torch.no_grad():
        logits = model(x)
        powers = torch.exp(logits - logits.max())
    model.train(mode)
    return powers / powers.sum(dim=1, keepdim=True)

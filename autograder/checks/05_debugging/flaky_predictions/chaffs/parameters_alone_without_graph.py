"""Only the parameters are kept out of the graph. Where `x` requires gradients, one is recorded all the same. Which
switch turns recording off, whatever takes part in the calculation?"""


def predict(model, x):
    was_training = model.training
    trainable = [p for p in model.parameters() if p.requires_grad]
    model.eval()
    for p in trainable:
        p.requires_grad_(False)
    probabilities = model(x).softmax(dim=1)
    for p in trainable:
        p.requires_grad_(True)
    model.train(was_training)
    return probabilities

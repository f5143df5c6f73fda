"""The gradients in the model are cleared by a prediction. Somebody may be in the middle of a step."""


def predict(model, x):
    was_training = model.training
    model.eval()
    model.zero_grad()
    with torch.no_grad():
        probabilities = model(x).softmax(dim=1)
    model.train(was_training)
    return probabilities

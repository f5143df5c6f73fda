"""In the end the model holds the weights of the last epoch. What was kept, a `state_dict()` or a `.copy()` of one,
refers to the weights themselves and was trained along; or it was never brought back."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, -1.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = model.state_dict()
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy

"""The model is put into another mode in the end. Its mode was no part of the question."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy, best_state = epoch, accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    model.eval()
    return best_epoch, best_accuracy

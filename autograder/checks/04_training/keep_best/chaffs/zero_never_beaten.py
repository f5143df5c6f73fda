"""The best accuracy starts at 0, and an accuracy of 0 is not above it: if all are 0, nothing is kept."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, 0.0, copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy

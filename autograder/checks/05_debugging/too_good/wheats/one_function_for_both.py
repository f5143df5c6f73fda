"""A function made from train, used on both."""


def normalize(train, test):
    deviation, mean = torch.std_mean(train, dim=0, correction=0, keepdim=True)

    def scaled(table):
        return (table - mean) / deviation

    return scaled(train), scaled(test)

"""The entries are visited one by one in Python. Which operation counts the kept entries up to each position at once?"""


def compress(keep, values):
    result = torch.zeros_like(values)
    place = 0
    for i in range(len(values)):
        if keep[i]:
            result[place] = values[i]
            place += 1
    return result

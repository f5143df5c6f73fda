"""What the process for students' texts is asked in tests: functions that take more than they may."""


def endless(text: str) -> str:
    while True:
        text = text[::-1]


def hungry(text: str) -> str:
    return text * (3 << 30)


def fails(text: str) -> str:
    raise ValueError(text)


def ends(text: str) -> str:
    raise SystemExit


def same(text: str) -> str:
    return text

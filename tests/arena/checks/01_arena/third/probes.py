def of_integers(student, count):
    return [student.third(number) for number in range(count)]

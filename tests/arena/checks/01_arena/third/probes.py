def of_integers(student, numbers):
    return [student.third(number) for number in numbers]

def cube_of_many(student, count):
    return [student.cube(number) for number in range(count)]

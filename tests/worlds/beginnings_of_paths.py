"""On which day the two ties of each of two paths began, the viewer's first, and who is named by the oldest."""

OLDEST_PATHS = [
    ((5, 5), (4, 4), "Second"),
    ((4, 4), (5, 5), "First"),
    ((1, 5), (4, 4), "Second"),  # the younger tie is the age of the path
    ((5, 1), (4, 4), "Second"),
    ((5, 1), (1, 5), "First"),  # as old: whoever has been here longer
    ((2, 1), (1, 2), "First"),
]

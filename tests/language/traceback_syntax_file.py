"""Is not Python: the whole file is refused, with its line and a marker."""

print("never printed")
value = [1, 2, 3
print(value)

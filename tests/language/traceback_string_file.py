"""Has a string that does not end on its line."""

print("never printed")
text = "unterminated
print(text)

import circular_b
print("[a has]", hasattr(circular_b, "b"))
a = 1

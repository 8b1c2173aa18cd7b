import circular_a
print("[b sees]", hasattr(circular_a, "a"))
try:
    from circular_a import a
except ImportError as e: print(str(e).split(" (/")[0])
try: circular_a.a
except AttributeError as e: print(e)
b = 2

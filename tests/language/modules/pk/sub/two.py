from .. import one
print("[two]", one.__name__, hasattr(one, "value"))

__all__ = ["two", "three"]
print("[sub]", __spec__.submodule_search_locations is not None)

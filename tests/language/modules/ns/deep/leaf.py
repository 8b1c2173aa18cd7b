print("[in ns]", __name__)

"""Ends by `raise SystemExit(9)`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
raise SystemExit(9)
print("never printed")

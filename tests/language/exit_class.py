"""Ends by `raise SystemExit`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
raise SystemExit
print("never printed")

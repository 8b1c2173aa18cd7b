"""Ends by `sys.exit(True)`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
sys.exit(True)
print("never printed")

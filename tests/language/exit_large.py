"""Ends by `sys.exit(256 + 7)`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
sys.exit(256 + 7)
print("never printed")

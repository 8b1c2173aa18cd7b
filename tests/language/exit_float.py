"""Ends by `sys.exit(2.5)`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
sys.exit(2.5)
print("never printed")

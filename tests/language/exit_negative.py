"""Ends by `sys.exit(-1)`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
sys.exit(-1)
print("never printed")

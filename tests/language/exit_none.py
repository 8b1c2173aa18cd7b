"""Ends by `sys.exit()`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
sys.exit()
print("never printed")

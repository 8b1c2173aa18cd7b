"""Ends by `exit(6)`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
exit(6)
print("never printed")

"""Ends by `sys.exit('message to standard error')`: the exit status and what is printed."""

import sys

print("before", sys.version_info[0])
sys.exit('message to standard error')
print("never printed")

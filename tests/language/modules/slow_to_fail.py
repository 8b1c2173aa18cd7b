import sys
import time

sys.slow_failures = getattr(sys, "slow_failures", 0) + 1
time.sleep(0.1)
raise ValueError("too slow")

import sys
import time

sys.slow_imports = getattr(sys, "slow_imports", 0) + 1
time.sleep(0.1)
complete = True

import time

time.sleep(0.1)
import opposite_b

name = "a"

import time

time.sleep(0.1)
import opposite_a

name = "b"

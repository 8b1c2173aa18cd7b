print("[one]", __name__, __package__, __spec__.name, __spec__.parent)
value = 1
from .sub import two

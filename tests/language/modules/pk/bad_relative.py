print("[one]", __name__, __package__)
from .. import nothing_above

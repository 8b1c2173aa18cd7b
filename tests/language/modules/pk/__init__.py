print("[init pk]", __name__, __package__, __path__ is not None, __file__.rsplit("/", 2)[-2:])
from . import one
from .one import value as renamed
value = "pk value"

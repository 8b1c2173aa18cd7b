from ..one import value
from ... import x

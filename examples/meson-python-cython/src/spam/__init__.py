"""spam: what `_core` has to offer, under the package's own name."""

from ._core import mean

__all__ = ["mean"]

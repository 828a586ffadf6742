"""Indicator frameworks that ship, each a folder of input tables that an evaluator copies and goes on with."""

from ingest.frameworks.shipped import Framework, shipped_frameworks

__all__ = ["Framework", "shipped_frameworks"]

"""Invented input tables: the shipped sample, one contract year; and months of any size. A seed gives the same bytes."""

from ingest.sample.evaluations import write_evaluations
from ingest.sample.large import large, write_large
from ingest.sample.year import write_contract_year

__all__ = ["large", "write_contract_year", "write_evaluations", "write_large"]

"""The shipped sample: one believable, invented contract year of input files, the same for the same seed."""

from ingest.sample.evaluations import write_evaluations
from ingest.sample.year import write_contract_year

__all__ = ["write_contract_year", "write_evaluations"]

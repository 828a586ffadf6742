"""Lends dbt's DuckDB connection the one function that SQL does not have: an amount in Chinese words."""

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from interface.money import amount_in_words


class Plugin(BasePlugin):
    """dbt-duckdb asks the module named in profiles.yml for a class of this name."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Register ``amount_in_words(DECIMAL(18,2)) -> VARCHAR`` on the connection."""
        conn.create_function("amount_in_words", amount_in_words, ["DECIMAL(18,2)"], "VARCHAR")

"""The pages: each renders itself from a home and the address's filters."""

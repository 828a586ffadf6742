"""Knows every stage and computes nothing: the command line, the runs and the Dagster definitions."""

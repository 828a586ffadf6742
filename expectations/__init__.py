"""Judges what a run built and publishes only what passed; computes nothing and draws nothing."""

"""Screens and documents over published editions; reads what is published and computes no amount."""

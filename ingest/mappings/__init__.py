"""Foreign systems' exports described in YAML: how their rows become rows of our tables; no system is named in code."""

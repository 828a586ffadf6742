"""From outside bytes to landing: every row read is landed, a duplicate or quarantined; prices nothing, runs nothing."""

"""Where a report goes and where its status comes from."""

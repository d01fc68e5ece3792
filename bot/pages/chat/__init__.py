"""The chat page: a messenger on a cheap phone."""

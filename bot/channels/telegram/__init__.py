"""Telegram, whichever library carries it."""

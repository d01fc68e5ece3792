"""PintuLapor beside plain Telegram bots, each a process of its own on one core, over HTTP with a light Bot API."""

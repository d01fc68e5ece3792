"""The web chat: a messaging app of our own, reached with a browser at the bot's own address."""

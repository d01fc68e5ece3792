"""What is said: the conversation as pure, synchronous functions. No clock, no I/O, no logging."""

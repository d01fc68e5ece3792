"""What happens: the use cases. The only room that opens a transaction."""

"""What the command line can do: one file per command, imported only when it is called."""

"""The messaging apps."""

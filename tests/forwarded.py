"""Forwarding one round at a time, as a test wants it."""

from handlers.forwarding import Forwarder


async def forward_due(forwarder: Forwarder) -> int:
    """What was due has been tried, and that is noted; how much it was."""
    begun = await forwarder.go_round()
    await forwarder.finish()
    return begun


async def forward_all(forwarder: Forwarder) -> None:
    """All that can be forwarded now has been tried."""
    while await forward_due(forwarder):
        pass

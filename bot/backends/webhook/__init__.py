"""A case system that speaks the signed HTTP contract: Standard Webhooks both ways, described in `docs/openapi.json`."""

NAME = "webhook"

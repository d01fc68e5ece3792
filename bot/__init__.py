"""The edges: processes, settings, HTTP, messaging apps, routing backends, pages."""

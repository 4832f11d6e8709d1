"""Drivers, which perform the steps of an upload: blocking with parts in threads, or on asyncio with parts in tasks."""

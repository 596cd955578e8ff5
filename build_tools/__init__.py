"""Protocolwijzer: structured protocol sources to a searchable Dutch site."""

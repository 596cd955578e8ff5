"""Measurements that are run by hand: what they print goes into the developers' documentation."""

"""Bridges to learning-management systems: each turns a `Report` into what that system records."""

"""Exports of the messages that Android keeps, an app a module."""

"""Exports of phones, chats and mail programs, a module or room a form."""

"""Mails of Outlook, a ``.msg`` file each."""

"""Mails of many users at once: a batch of all of them, and to each their own memory."""

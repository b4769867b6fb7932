"""Mails judged and learned in processes of their own. Nothing here knows of the protocol."""

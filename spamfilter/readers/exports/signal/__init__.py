"""Chats of Signal, as the app and the programs around it export them."""

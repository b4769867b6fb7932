"""Chats of WhatsApp, as the app exports them."""

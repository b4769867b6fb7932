"""What Google Takeout gives of messages, a service a module. Its mail is a mailbox like any other."""

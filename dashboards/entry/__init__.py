"""The way in: accounts, sessions, the log-in page, what is refused at the door, and the log of all that."""

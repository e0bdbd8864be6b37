"""People with an account: readers, moderators, editors, chiefs."""

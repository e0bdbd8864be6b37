"""The programs that the bench of polling starts as processes of their own."""

"""Publishers and the feeds we ask."""

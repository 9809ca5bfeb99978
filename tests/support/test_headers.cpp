// Makes the precompiled header that the suites share; nothing else is in it.

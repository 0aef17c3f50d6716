# What the program says outside of the screen: usage, settings, errors.

"""Official letters: what they say, in Chinese and in English, and how they are printed."""

"""An operator's own rules: files in a folder, read, checked and watched. All reading of files stands here, outside the core.

``folder.RuleFolder`` reads a directory into a ``RuleSet``; what is wrong is named by file and line.
"""

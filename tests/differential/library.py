"""The Python files that the comparisons run over."""
import os


def find_files(roots):
    """The *.py files below the folders, and the files themselves among the roots, in a fixed order."""
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, folders, files in os.walk(root):
            folders.sort()
            for file in sorted(files):
                if file.endswith(".py"):
                    yield os.path.join(folder, file)

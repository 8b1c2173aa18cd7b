"""The part of compile_speed.py that runs under each interpreter. Compiles the files that a line of standard input names, and
answers with the processor time that compile() took, in seconds; reading the files is not counted.
"""
import time

while True:
    try:
        names = input().split("\t")
    except EOFError:
        break
    sources = []
    for name in names:
        with open(name, "rb") as file:
            sources.append(file.read())
    begin = time.process_time()
    for name, source in zip(names, sources):
        try:
            compile(source, name, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            pass
    print(time.process_time() - begin, flush=True)

"""Word processing: writes a text with a generator of its own, then tokenises, counts, wraps and formats it.

Exercises string methods, slicing, formatting, dicts with string and tuple keys, sorting with keys, join and
character loops. Usage: text.py [WORDS]
"""

import sys

ONSETS = [
    "b", "br", "c", "ch", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "qu", "r", "s", "st", "t", "v",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
CODAS = ["", "", "n", "r", "s", "t", "l", "nd", "ck"]

PAGE = """\
== {title} ==
{summary}
{%each rows}  {word:<12}|{count:>6}|{share:6.2f}%
{%end}-- {footer} --
"""


class Random:
    """A linear congruential generator, the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % limit

    def choice(self, items):
        return items[self.below(len(items))]


def make_vocabulary(random, size):
    words = {}
    while len(words) < size:
        word = ""
        for _ in range(1 + random.below(3)):
            word += random.choice(ONSETS) + random.choice(VOWELS) + random.choice(CODAS)
        words[word] = True
    return list(words)


def make_text(count, seed=42):
    random = Random(seed)
    vocabulary = make_vocabulary(random, 500)
    paragraphs, sentence, sentences = [], [], []
    for _ in range(count):
        # Two draws and the smaller: frequent words come first.
        index = min(random.below(len(vocabulary)), random.below(len(vocabulary)))
        word = vocabulary[index]
        if not sentence:
            word = word.capitalize()
        elif random.below(40) == 0:
            word = word.upper()
        sentence.append(word)
        if len(sentence) > 4 and random.below(8) == 0:
            sentences.append(" ".join(sentence) + random.choice(".!?..."))
            sentence = []
            if random.below(12) == 0:
                paragraphs.append(" ".join(sentences))
                sentences = []
        elif random.below(9) == 0:
            sentence[-1] += ","
    if sentence:
        sentences.append(" ".join(sentence) + ".")
    paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def tokenise(text):
    """Yields words and marks, one character at a time."""
    word = []
    for character in text:
        if character.isalpha():
            word.append(character)
        else:
            if word:
                yield "".join(word)
                word = []
            if not character.isspace():
                yield character
    if word:
        yield "".join(word)


def count_words(tokens):
    counts = {}
    for token in tokens:
        if token.isalpha():
            key = token.lower()
            counts[key] = counts.get(key, 0) + 1
    return counts


def count_pairs(tokens):
    counts = {}
    previous = None
    for token in tokens:
        if not token.isalpha():
            previous = None
            continue
        word = token.lower()
        if previous is not None:
            pair = (previous, word)
            if pair in counts:
                counts[pair] += 1
            else:
                counts[pair] = 1
        previous = word
    return counts


def letter_histogram(text):
    counts = dict.fromkeys("abcdefghijklmnopqrstuvwxyz", 0)
    for character in text.lower():
        if character in counts:
            counts[character] += 1
    return counts


def wrap(paragraph, width):
    lines, line, length = [], [], 0
    for word in paragraph.split():
        if line and length + 1 + len(word) > width:
            lines.append(" ".join(line))
            line, length = [], 0
        length += len(word) + (1 if line else 0)
        line.append(word)
    if line:
        lines.append(" ".join(line))
    return lines


def justify(line, width):
    words = line.split(" ")
    gaps = len(words) - 1
    if gaps == 0:
        return line.ljust(width)
    each, extra = divmod(width - sum(map(len, words)), gaps)
    parts = []
    for i, word in enumerate(words[:-1]):
        parts.append(word + " " * (each + (1 if i < extra else 0)))
    return "".join(parts) + words[-1]


def expand(template, values):
    """Fills {name:format} fields; {%each rows} ... {%end} repeats its body for every row."""
    out = []
    at = 0
    while True:
        start = template.find("{", at)
        if start < 0:
            out.append(template[at:])
            return "".join(out)
        out.append(template[at:start])
        end = template.index("}", start)
        field = template[start + 1:end]
        if field.startswith("%each "):
            close = template.index("{%end}", end)
            body = template[end + 1:close]
            for row in values[field[6:].strip()]:
                out.append(expand(body, {**values, **row}))
            at = close + len("{%end}")
        else:
            name, _, spec = field.partition(":")
            out.append(format(values[name], spec))
            at = end + 1


def caesar(text, shift):
    table = {}
    for base in "aA":
        for i in range(26):
            table[chr(ord(base) + i)] = chr(ord(base) + (i + shift) % 26)
    return "".join([table.get(character, character) for character in text])


def hash_text(text):
    value = 5381
    for character in text:
        value = (value * 33 ^ ord(character)) & 0xFFFFFFFF
    return value


def main(count=30000):
    text = make_text(count)
    tokens = list(tokenise(text))
    words = count_words(tokens)
    pairs = count_pairs(tokens)
    total = sum(words.values())
    ranked = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    rows = [{"word": word, "count": n, "share": 100 * n / total} for word, n in ranked[:8]]
    sizes = (len(text), len(tokens), len(words), len(pairs))
    summary = "%d characters, %d tokens, %d words, %d pairs" % sizes
    values = {"title": "Frequent words", "summary": summary, "rows": rows, "footer": "end"}
    print(expand(PAGE, values), end="")
    for (first, second), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:5]:
        print(f"{first!r:>14} {second!r:<14} {n:04d}")
    letters = letter_histogram(text)
    print(" ".join(f"{letter}={n}" for letter, n in letters.items() if n))
    lines = []
    for paragraph in text.split("\n\n"):
        wrapped = wrap(paragraph, 60)
        lines.extend(justify(line, 60) for line in wrapped[:-1])
        lines.append(wrapped[-1])
    page = "\n".join(lines)
    print("\n".join(lines[:4]))
    secret = caesar(text, 7)
    assert caesar(secret, -7) == text
    longest = max(words, key=lambda word: (len(word), word))
    print(longest, longest.title()[::-1], text.count(longest), text.replace(longest, "*").count("*"))
    print("lines", len(lines), "checksum", hash_text(page), hash_text(secret[:5000]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

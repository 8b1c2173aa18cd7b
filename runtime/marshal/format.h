// What the reader and the writer of the marshal format share: the letters that begin a value.
#pragma once

#include <cstdint>

namespace moult::marshal {

enum Letter : uint8_t {
    kNull = '0',  // no value: the end of a dict
    kNone = 'N',
    kFalse = 'F',
    kTrue = 'T',
    kStopIteration = 'S',
    kEllipsis = '.',
    kInt = 'i',    // 32 bits
    kInt64 = 'I',  // read only
    kLong = 'l',   // digits of 15 bits
    kFloatText = 'f',
    kFloat = 'g',
    kComplexText = 'x',
    kComplex = 'y',
    kBytes = 's',
    kStr = 'u',  // UTF-8
    kInterned = 't',
    kAscii = 'a',
    kAsciiInterned = 'A',
    kShortAscii = 'z',
    kShortAsciiInterned = 'Z',
    kTuple = '(',
    kSmallTuple = ')',
    kList = '[',
    kDict = '{',
    kSet = '<',
    kFrozenSet = '>',
    kCode = 'c',
    kReference = 'r',  // to an earlier value: its number
};

// Added to the letter of a value that references may name; such values are numbered in order.
inline constexpr uint8_t kFlagReference = 0x80;
inline constexpr int kDigitBits = 15;

}  // namespace moult::marshal

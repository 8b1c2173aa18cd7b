// Pieces of float's text forms that complex and the methods of float share.
#pragma once

#include <string>
#include <string_view>

#include "runtime/state/thread.h"

namespace moult {

// The length of the longest start of the text that reads as a float (sign, decimal, exponent; inf, infinity,
// nan in any case), 0 when there is none; its value in *out. No spaces, no underscores.
size_t scan_float(std::string_view text, double* out);
// Removes underscores that stand between digits; false when one stands elsewhere.
bool remove_underscores(std::string_view text, std::string* out);

std::string float_hex(double);
// float.fromhex: ValueError, OverflowError.
Result<double> float_from_hex(Thread&, std::string_view text);

// float.__round__ with digits: correctly rounded as decimal text would be, ties to even. OverflowError.
Result<double> round_to_digits(Thread&, double, int64_t digits);
// d == numerator / denominator in lowest terms; finite d only.
Status float_ratio(Thread&, double d, Ref<Value>* numerator, Ref<Value>* denominator);

}  // namespace moult

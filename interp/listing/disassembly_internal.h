// What the two disassemblers share.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "interp/listing/disassembly.h"
#include "runtime/operations/operations.h"

namespace moult::interp {

// The lines that begin in a code object: wordcode offset -> line.
using LineStarts = std::unordered_map<uint32_t, int>;
LineStarts find_line_starts(const Code*);
// The width of the column of line numbers; 0 when there are none.
int line_column_width(const LineStarts&);

// Right-justified and left-justified numbers and names.
void append_right(std::string* text, int64_t number, int width);
void append_left(std::string* text, std::string_view word, size_t width);

std::string_view binary_operation_symbol(uint32_t oparg);   // "" for a number that no operation has
std::string_view compare_operation_symbol(uint32_t oparg);  // likewise

// The name at that index, or "".
std::string name_at(const Tuple* names, size_t index);

// Calls `print` for the code object and, heading each with the line that `dis` prints, for all those among
// its constants, in dis's order.
template <class Print>
Status for_each_code(Thread& thread, Code* code, std::string* text, Print&& print) {
    TRY(print(code));
    auto nested_of = [](Code* parent, std::vector<Code*>* pending) {
        for (size_t i = parent->consts->length; i-- > 0;)
            if (Value constant = parent->consts->items()[i]; is_exact<Code>(constant))
                pending->push_back(constant.as<Code>());
    };
    std::vector<Code*> pending;
    nested_of(code, &pending);
    while (!pending.empty()) {
        Code* nested = pending.back();
        pending.pop_back();
        Ref<Str> description = TRY(repr(thread, Value(nested)));
        *text += "\nDisassembly of " + to_utf8(description.get()) + ":\n";
        TRY(print(nested));
        nested_of(nested, &pending);
    }
    return {};
}

}  // namespace moult::interp

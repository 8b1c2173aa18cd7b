// For tests of passes: traces as text, with instructions made up for the purpose.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "jit/passes/pass_list.h"
#include "jit/passes/passes.h"

namespace moult::jit {

// ADD_INT, ADD_FLOAT, LESS_INT        pure; ADD_INT may give any int
// LENGTH                              reads memory
// APPEND                              changes memory
// TAKE                                takes an item out of a list: changes nothing but lists' items
// CALL                                may run Python code
// ADD_STR                             may take its left operand
// SLICE, PUT                          makes a list; takes its first operand apart, or absorbs a SLICE
// LOAD_SLOT, STORE_SLOT, LOAD_ITEM, STORE_ITEM, LOAD_GLOBAL, UNPACK    places
// EXACT_ARGS                          a guard that depends on memory
// NEXT_RANGE, NEXT_ITEM               steps of iterators whose state can be kept apart; NEXT_RANGE gives ints
// and changes
//                                     nothing but the iterator
const TraceInfo* find_test_body(std::string_view name);

inline Trace parse_test(std::string_view text) {
    Trace trace;
    std::string error;
    EXPECT_TRUE(parse(text, find_test_body, &trace, &error)) << error;
    if (error.empty()) EXPECT_EQ(verify(trace), "") << text;
    return trace;
}

// The text of a trace with its values named in order.
inline std::string normal_text(std::string_view text) {
    return print(parse_test(text));
}

using PassFunction = void (*)(Trace&, PassContext&);

// Runs passes over a trace; then nodes nobody uses are removed, so that texts are short.
inline std::string after(std::initializer_list<PassFunction> passes, std::string_view text) {
    Trace trace = parse_test(text);
    PassContext context;
    for (PassFunction pass : passes) {
        pass(trace, context);
        EXPECT_EQ(verify(trace), "") << print(trace);
    }
    remove_dead(trace, context);
    EXPECT_EQ(verify(trace), "") << print(trace);
    return print(trace);
}

}  // namespace moult::jit

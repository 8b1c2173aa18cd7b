// co_lines(), co_positions() and co_lnotab: the location table of a code object, read bit by bit.
#include <new>

#include "runtime/containers/container_support.h"
#include "runtime/objects/code_locations.h"
#include "runtime/objects/code_methods.h"
#include "runtime/operations/native_type.h"
#include "runtime/strings/bytes.h"

namespace moult {

namespace {

struct CodeIterator : Object {
    Ref<Code> code;
    LocationWalker walker;
    LocationEntry entry;  // of co_positions(): the one whose units are being given out
    uint32_t offset;      // ... and the next of them
    static constexpr auto kFields = fields<&CodeIterator::code>;
};

Value number_or_none(int number) {
    if (number < 0) return Value::none();
    return Value::small_int(number);
}

Ref<Value> make_code_iterator(Thread& thread, const TypeSpec& type, Code* code) {
    Ref<CodeIterator> iterator = TRY(new_object<CodeIterator>(thread, native_type(thread.interp, type)));
    iterator->code = share(code);
    iterator->walker = LocationWalker(code);
    iterator->entry = {};
    iterator->offset = 0;
    return iterator;
}

Ref<Value> next_line(Thread& thread, Value self) {
    auto* iterator = self.as<CodeIterator>();
    LocationEntry entry;
    if (!iterator->walker.next(&entry)) return Ref<Value>::empty();
    return make_tuple(thread, {Value::small_int(entry.begin), Value::small_int(entry.end),
                               number_or_none(entry.position.line)});
}

Ref<Value> next_position(Thread& thread, Value self) {
    auto* iterator = self.as<CodeIterator>();
    LocationEntry& entry = iterator->entry;
    if (iterator->offset >= entry.end && !iterator->walker.next(&entry)) return Ref<Value>::empty();
    iterator->offset += 2;
    const SourcePosition& at = entry.position;
    return make_tuple(thread, {number_or_none(at.line), number_or_none(at.end_line),
                               number_or_none(at.column), number_or_none(at.end_column)});
}

constexpr TypeSpec kLineIteratorType = native<CodeIterator>(
    {.name = "line_iterator", .flags = kHoldsAtoms, .slots = {.iter = return_self, .next = next_line}});
constexpr TypeSpec kPositionsIteratorType =
    native<CodeIterator>({.name = "positions_iterator",
                          .flags = kHoldsAtoms,
                          .slots = {.iter = return_self, .next = next_position}});

}  // namespace

Ref<Value> code_lines_method(Thread& thread, Args args) {
    return make_code_iterator(thread, kLineIteratorType, args[0].as<Code>());
}

Ref<Value> code_positions_method(Thread& thread, Args args) {
    return make_code_iterator(thread, kPositionsIteratorType, args[0].as<Code>());
}

Ref<Value> code_lnotab(Thread& thread, const Code* code) {
    std::string table;
    auto add = [&](int64_t distance, int64_t lines) {
        table += static_cast<char>(distance);
        table += static_cast<char>(lines);
    };
    LocationWalker walker(code);
    int64_t offset = 0, line = code->firstlineno;
    for (LocationEntry entry; walker.next(&entry);) {
        if (walker.line() == line) continue;
        int64_t distance = entry.begin - offset, lines = walker.line() - line;
        for (; distance > 255; distance -= 255) add(255, 0);
        for (; lines > 127; lines -= 127, distance = 0) add(distance, 127);
        for (; lines < -128; lines += 128, distance = 0) add(distance, -128);
        add(distance, lines);
        offset = entry.begin;
        line = walker.line();
    }
    return make_bytes(thread, table);
}

}  // namespace moult

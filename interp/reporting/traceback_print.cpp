// The text of tracebacks and exceptions.
#include "interp/reporting/traceback_print.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "compiler/operator_anchors.h"
#include "interp/reporting/source_lines.h"
#include "interp/reporting/standard_streams.h"
#include "interp/reporting/suggestions.h"
#include "runtime/classes/function.h"
#include "runtime/classes/type_internals.h"
#include "runtime/containers/list.h"
#include "runtime/exceptions/exception.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/code_locations.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

constexpr int kSourceIndent = 4;
constexpr int kRepeatsShown = 3;
constexpr int64_t kDefaultLimit = 1000;
constexpr int kMaxGroupDepth = 10;
constexpr size_t kMaxGroupWidth = 15;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

size_t count_characters(std::string_view utf8) {
    return static_cast<size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}
std::string_view first_characters(std::string_view utf8, size_t count) {
    size_t i = 0;
    for (; i < utf8.size(); ++i)
        if ((utf8[i] & 0xc0) != 0x80 && count-- == 0) break;
    return utf8.substr(0, i);
}
// CPython's columns count characters, ours count bytes.
int character_column(std::string_view line, int byte_column) {
    size_t bytes = std::min(static_cast<size_t>(byte_column), line.size());
    return static_cast<int>(count_characters(line.substr(0, bytes)));
}

class Printer {
  public:
    explicit Printer(Thread& thread) : thread_(thread) {}

    void exception_with_chain(ExceptionObject* exception);
    void traceback(Value first, const char* header, const char* header_margin);
    void message(ExceptionObject* exception);

    std::string text;

  private:
    struct Link {
        Ref<ExceptionObject> exception;
        const char*
            joint;  // the sentence between it and the exception before it in the list; null for the last
    };

    void margin() {
        text.append(static_cast<size_t>(2 * depth_), ' ');
        if (depth_ > 0) text += "| ";
    }
    void line(std::string_view content) {
        margin();
        text += content;
        text += '\n';
    }
    void entry(const Traceback* entry);
    void markers(const Traceback* entry, std::string_view source, size_t leading);
    void one_exception(ExceptionObject* exception);
    void group(ExceptionObject* exception);
    Value syntax_error_details(ExceptionObject* exception);
    void syntax_error_line(std::string_view source, int64_t offset, int64_t end_offset);
    void type_and_message(ExceptionObject* exception, Value message);
    void notes(ExceptionObject* exception);
    void note(Value note);
    std::string text_of(Value value, const char* otherwise);

    Thread& thread_;
    std::unordered_set<const ExceptionObject*> seen_;
    int depth_ = 0;
    bool need_close_ = false;
};

std::string Printer::text_of(Value value, const char* otherwise) {
    Ref<Str> result = to_str(thread_, value);
    if (result) return to_utf8(result.get());
    clear_error(thread_);
    return otherwise;
}

// --- tracebacks

int64_t traceback_limit(Thread& thread) {
    Value limit = as_int(sys_attribute(thread.interp, "tracebacklimit"));
    int64_t number;
    if (limit.is_empty()) return kDefaultLimit;
    if (!int_to_int64(limit, &number)) return int_sign(limit) < 0 ? 0 : INT64_MAX;
    return number;
}

void Printer::traceback(Value first, const char* header, const char* header_margin) {
    int64_t limit = traceback_limit(thread_);
    if (limit <= 0) return;
    text.append(static_cast<size_t>(2 * depth_), ' ');
    text += header_margin;
    text += header;
    int64_t length = 0;
    for (Value v = first; is_exact<Traceback>(v); v = v.as<Traceback>()->next) ++length;
    const Traceback* previous = nullptr;
    int64_t repeats = 0;
    auto report_repeats = [&] {
        int64_t more = repeats - kRepeatsShown;
        if (more > 0)
            line("  [Previous line repeated " + std::to_string(more) + " more time" +
                 (more == 1 ? "]" : "s]"));
    };
    for (Value v = first; is_exact<Traceback>(v); v = v.as<Traceback>()->next) {
        if (length-- > limit) continue;
        const auto* current = v.as<Traceback>();
        const Code* code = current->code.as<Code>();
        const Code* last = previous ? previous->code.as<Code>() : nullptr;
        if (!last || last->filename.get() != code->filename.get() ||
            traceback_line(previous) != traceback_line(current) || traceback_line(previous) == -1 ||
            last->name.get() != code->name.get()) {
            report_repeats();
            repeats = 0;
        }
        previous = current;
        if (++repeats <= kRepeatsShown) entry(current);
    }
    report_repeats();
}

void Printer::entry(const Traceback* entry) {
    const Code* code = entry->code.as<Code>();
    line("  File \"" + to_utf8(code->filename.get()) + "\", line " + std::to_string(traceback_line(entry)) +
         ", in " + to_utf8(code->name.get()));
    std::string source;
    if (thread_.interp.finalizing) return;  // as in CPython, whose own file objects are gone by then
    if (!read_source_line(thread_, code->filename.get(), traceback_line(entry), &source)) return;
    size_t leading = 0;
    while (leading < source.size() && is_blank(source[leading])) ++leading;
    line(std::string(kSourceIndent, ' ') + source.substr(leading));
    markers(entry, source, leading);
}

// The line of ~~^~~ under a source line: not when it would underline all of it without anything to point out.
void Printer::markers(const Traceback* entry, std::string_view source, size_t leading) {
    if (entry->lasti < 0) return;
    SourcePosition position = code_position(entry->code.as<Code>(), static_cast<uint32_t>(entry->lasti));
    if (position.line < 0 || position.end_line < 0 || position.column < 0 || position.end_column < 0) return;
    int start = character_column(source, position.column);
    int end = character_column(source, position.end_column);
    int operator_start = -1, operator_end = -1;
    char operand_mark = '^', operator_mark = '^';
    if (position.line == position.end_line) {
        std::string_view before = first_characters(source, static_cast<size_t>(start));
        std::string_view segment = source.substr(before.size());
        segment = first_characters(segment, static_cast<size_t>(std::max(end - start, 0)));
        if (auto anchors = compiler::find_operator_anchors(segment)) {
            operator_start = start + character_column(segment, anchors->begin);
            operator_end = start + character_column(segment, anchors->end);
            operand_mark = '~';
        }
    } else {  // of several lines, the first is marked up to its last character
        size_t size = source.size();
        while (size > 0 && is_blank(source[size - 1])) --size;
        end = static_cast<int>(count_characters(source.substr(0, size)));
    }
    bool whole_line = end - start == static_cast<int>(count_characters(source)) - static_cast<int>(leading);
    if (whole_line && operator_start < 0) return;
    margin();
    int shift = kSourceIndent - static_cast<int>(leading);
    text.append(static_cast<size_t>(std::max(start + shift, 0)), ' ');
    for (int i = std::max(start, -shift); i < end; ++i)
        text += i >= operator_start && i < operator_end ? operator_mark : operand_mark;
    text += '\n';
}

// --- the last line

void Printer::type_and_message(ExceptionObject* exception, Value message) {
    Type* type = exception->type();
    Ref<Value> module = type_module(thread_, type);
    if (module.is_error()) clear_error(thread_);
    const Str* module_name = as_str(module);
    if (!module_name)
        text += "<unknown>.";
    else if (!str_equal_ascii(module_name, "builtins") && !str_equal_ascii(module_name, "__main__"))
        text += to_utf8(module_name) + ".";
    text += to_utf8(type->qualname.get());
    if (message.is_none()) return;
    std::string content = text_of(message, "<exception str() failed>");
    if (!content.empty()) text += ": " + content;
}

void Printer::message(ExceptionObject* exception) {
    type_and_message(exception, Value(exception));
}

void Printer::note(Value note) {
    std::string content = text_of(note, "<note str() failed>");
    size_t begin = 0;
    for (size_t end; (end = content.find('\n', begin)) != std::string::npos; begin = end + 1)
        line(std::string_view(content).substr(begin, end - begin));
    line(std::string_view(content).substr(begin));
}

void Printer::notes(ExceptionObject* exception) {
    Ref<Value> notes = find_attribute(thread_, Value(exception), thread_.interp.names().__notes__);
    if (notes.is_error()) return clear_error(thread_);
    if (notes.is_empty()) return;
    if (!as_instance<List>(notes) && !as_tuple(notes)) {
        Ref<Str> shown = repr(thread_, notes);
        line(shown ? to_utf8(shown.get()) : "<__notes__ repr() failed>");
        return clear_error(thread_);
    }
    Ref<Tuple> all = to_tuple(thread_, notes);
    if (!all) return clear_error(thread_);
    for (Value item : all->span()) note(item);
}

// --- SyntaxError

// Shows file, line and the text with carets under it. What is left to say: the message without them.
Value Printer::syntax_error_details(ExceptionObject* exception) {
    auto number = [&](ExceptionField field, int64_t otherwise, int64_t* out) {
        Value v = exception->fields[field];
        if (v.is_empty() || v.is_none()) {
            *out = otherwise;
            return true;
        }
        Value exact = as_int(v);
        return !exact.is_empty() && int_to_int64(exact, out);
    };
    Value line_number = as_int(exception->fields[kSyntaxErrorLine]);
    int64_t lineno, offset, end_lineno, end_offset;
    if (line_number.is_empty() || !int_to_int64(line_number, &lineno) ||
        !number(kSyntaxErrorOffset, -1, &offset) || !number(kSyntaxErrorEndLine, lineno, &end_lineno) ||
        !number(kSyntaxErrorEndOffset, -1, &end_offset))
        return exception;
    if (exception->type() != thread_.types().syntax_error) {  // its subclasses point to a place, not a range
        end_lineno = lineno;
        end_offset = -1;
    }
    Value filename = exception->fields[kSyntaxErrorFilename];
    std::string name = "<string>";
    if (!filename.is_empty() && !filename.is_none()) name = text_of(filename, "<string>");
    line("  File \"" + name + "\", line " + std::to_string(lineno));
    if (const Str* source = as_str(exception->fields[kSyntaxErrorText])) {
        std::string content = to_utf8(source);
        auto size = static_cast<int64_t>(content.size());
        if (end_lineno > lineno) end_offset = size;
        syntax_error_line(content, offset, std::min(size + 1, end_offset));
    }
    Value message = exception->fields[kSyntaxErrorMessage];
    return message.is_empty() ? Value(Value::none()) : message;
}

void Printer::syntax_error_line(std::string_view source, int64_t offset, int64_t end_offset) {
    int64_t carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    --offset;
    while (!source.empty() && is_blank(source.front())) source.remove_prefix(1), --offset;
    if (source.ends_with('\n')) source.remove_suffix(1);
    offset = std::min(offset, static_cast<int64_t>(source.size()));
    // Of a text with several lines, the one that the offset is in.
    for (size_t newline; (newline = source.find('\n')) != std::string_view::npos;) {
        auto position = static_cast<int64_t>(newline);
        if (position >= offset) break;
        source.remove_prefix(newline + 1);
        offset -= position + 1;
    }
    line("    " + std::string(source));
    if (offset < 0) return;
    line("    " + std::string(static_cast<size_t>(offset), ' ') +
         std::string(static_cast<size_t>(carets), '^'));
}

// --- exceptions

void Printer::one_exception(ExceptionObject* exception) {
    bool is_group = exception->type()->is_subtype(thread_.types().base_exception_group);
    if (!exception->traceback.is_empty()) {
        Ref<Value> held = share(exception->traceback);
        traceback(held,
                  is_group ? "Exception Group Traceback (most recent call last):\n"
                           : "Traceback (most recent call last):\n",
                  depth_ == 0               ? ""
                  : depth_ == 1 && is_group ? "+ "
                                            : "| ");
    }
    if (exception->type()->is_subtype(thread_.types().syntax_error)) {
        Ref<Value> shown = share(syntax_error_details(exception));
        bool detailed = shown.get() != Value(exception);
        margin();
        type_and_message(exception, shown);
        text += '\n';
        if (!detailed) notes(exception);  // CPython 3.11 looks for notes on what is shown, here the message
        return;
    }
    margin();
    message(exception);
    if (std::string suggestion = suggestion_for(thread_, exception); !suggestion.empty())
        text += ". Did you mean: '" + suggestion + "'?";
    text += '\n';
    notes(exception);
}

void Printer::group(ExceptionObject* exception) {
    if (depth_ > kMaxGroupDepth)
        return line("... (max_group_depth is " + std::to_string(kMaxGroupDepth) + ")");
    if (depth_ == 0) ++depth_;
    one_exception(exception);
    Ref<Tuple> members = share(exception->fields[kGroupExceptions].as<Tuple>());
    size_t shown = std::min(members->length, kMaxGroupWidth + 1);
    need_close_ = false;
    for (size_t i = 0; i < shown; ++i) {
        bool last = i + 1 == shown;
        if (last) need_close_ = true;  // a group inside may close this one too
        bool truncated = i >= kMaxGroupWidth;
        text.append(static_cast<size_t>(2 * depth_), ' ');
        text += i == 0 ? "+-" : "  ";
        text += "+---------------- " + (truncated ? "..." : std::to_string(i + 1)) + " ----------------\n";
        ++depth_;
        if (truncated) {
            size_t left = members->length - kMaxGroupWidth;
            line("and " + std::to_string(left) + " more exception" + (left == 1 ? "" : "s"));
        } else {
            exception_with_chain(members->items()[i].as<ExceptionObject>());
        }
        if (last && need_close_) {
            text.append(static_cast<size_t>(2 * depth_), ' ');
            text += "+------------------------------------\n";
            need_close_ = false;
        }
        --depth_;
    }
    if (depth_ == 1) --depth_;
}

void Printer::exception_with_chain(ExceptionObject* exception) {
    std::vector<Link> chain;
    chain.push_back({share(exception), nullptr});
    seen_.insert(exception);
    for (ExceptionObject* current = exception;;) {
        const char* joint = "The above exception was the direct cause of the following exception:";
        auto* next = as_exception(current->cause);
        if (!next && !current->suppress_context) {
            joint = "During handling of the above exception, another exception occurred:";
            next = as_exception(current->context);
        }
        if (!next || !seen_.insert(next).second) break;
        chain.push_back({share(next), joint});
        current = next;
    }
    for (size_t i = chain.size(); i-- > 0;) {
        ExceptionObject* current = chain[i].exception.get();
        if (current->type()->is_subtype(thread_.types().base_exception_group) &&
            is_exact<Tuple>(current->fields[kGroupExceptions]))
            group(current);
        else
            one_exception(current);
        if (chain[i].joint) {
            line("");
            line(chain[i].joint);
            line("");
        }
    }
}

// Puts the exception on its way aside while the printer runs Python code.
class Aside {
  public:
    explicit Aside(Thread& thread) : thread_(thread), raised_(take_error(thread)) {}
    ~Aside() { restore_error(thread_, std::move(raised_)); }

  private:
    Thread& thread_;
    Ref<Value> raised_;
};

}  // namespace

std::string format_exception(Thread& thread, Value exception) {
    if (!as_exception(exception))
        return "TypeError: print_exception(): Exception expected for value, " +
               std::string(type_name(thread, exception)) + " found\n";
    Aside aside(thread);
    Printer printer(thread);
    printer.exception_with_chain(exception.as<ExceptionObject>());
    return std::move(printer.text);
}

std::string format_traceback(Thread& thread, Value traceback) {
    if (!is_exact<Traceback>(traceback)) return {};
    Printer printer(thread);
    printer.traceback(traceback, "Traceback (most recent call last):\n", "");
    return std::move(printer.text);
}

std::string format_exception_only(Thread& thread, Value exception) {
    Aside aside(thread);
    Printer printer(thread);
    printer.message(exception.as<ExceptionObject>());
    return std::move(printer.text);
}

void print_exception(Thread& thread, Value exception) {
    write_standard_error(thread, format_exception(thread, exception));
}

}  // namespace moult

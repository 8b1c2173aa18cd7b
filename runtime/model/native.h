// How C++ functions, methods and attributes are declared to Python: one row gives name, signature, docstring
// and function. The signature is real Python syntax; arguments are bound from it and inspect.signature shows
// it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/model/result.h"

namespace moult {

struct Thread;
struct Tuple;
struct Type;

// The arguments of any call: `positional` values, then one value per name in `names`. All borrowed.
struct CallArgs {
    const Value* values = nullptr;
    uint32_t positional = 0;
    const Tuple* names = nullptr;  // null when there are no keyword arguments

    uint32_t keyword_count() const { return names ? names_length() : 0; }
    uint32_t total() const { return positional + keyword_count(); }
    std::span<const Value> positionals() const { return {values, positional}; }
    CallArgs without_first() const { return {values + 1, positional - 1, names}; }
    uint32_t names_length() const;  // needs names
};

// What a native function gets: one borrowed value per parameter in the order of the signature (self first),
// defaults filled in. A parameter whose default is written `...` (none that Python could show) is empty when
// not given. The values of a `*args` parameter are in rest(), not in the row; `**kwargs` is a Dict in its
// place in the row.
struct Args {
    const Value* values;
    uint32_t rest_begin;  // index into `values` of the first value of *args
    uint32_t rest_count;

    Value operator[](size_t i) const { return values[i]; }
    std::span<const Value> rest() const { return {values + rest_begin, rest_count}; }
};

using NativeFunctionPointer = Ref<Value> (*)(Thread&, Args);

// How messages about the number of arguments are worded.
enum class Wording : uint8_t {
    kUsual,   // as Argument Clinic's functions and METH_O have them, by the parameters
    kUnpack,  // as PyArg_UnpackTuple: "split expected 1 argument, got 0"
    kParse,   // as PyArg_ParseTuple: "function takes exactly 5 arguments (2 given)"
    kPython,  // as a function written in Python; the name in the signature is the qualified one
    kGiven,   // "__set_name__() takes 2 positional arguments but 1 were given"
};

// A signature in Python's own syntax: "name(self, a, b=None, /, *rest, key=0, **kwargs)". Marks may stand in
// front of the name:
// - "@class " and "@static " make class and static methods.
// - "@hidden " leaves __text_signature__ None, as CPython has it where it cannot say better.
// - "@blank " leaves parameters that are not given empty, whatever default the signature shows.
// - "@counted " refuses too many keywords by their number, although there is a *rest (CPython's
//   PyArg_ParseTupleAndKeywords on keywords alone).
// - "@terse ", of constructors, binds for the type itself as enumerate's vectorcall does: a keyword has to
//   name one of the first parameters without gaps.
// - "@strict ", of constructors, refuses keywords even where a subclass has the other half of construction.
// - "@lax ", of constructors, leaves keywords to the other half of construction in any case.
// - "@own ", of constructors, has messages name the class whose instance is made, not the builtin one.
// - "@unpack ", "@parse ", "@python ", "@given ": the Wording of messages. "@as:NAME " and "@keywords:NAME "
//   give the name that messages show when they count positional arguments, or refuse keywords; "@keywords:own "
//   is the class whose instance is made.
// A type's `[x]` is a last parameter that may be left out, as CPython documents cell([contents]).
// Malformed signatures do not compile.
struct SignatureText {
    const char* signature = "";
    // Derived from the text:
    uint8_t name_begin = 0, name_length = 0;
    uint8_t positional = 0;       // parameters that may be given by position, self included
    uint8_t positional_only = 0;  // the first so many of them may not be given by name
    uint8_t required = 0;         // positional parameters without default
    uint8_t keyword_only = 0;
    uint8_t row_size = 0;         // values that a function gets, *rest left out
    uint8_t direct = 255;         // so many arguments, given by position, are the row as they stand
    bool needs_keywords = false;  // a keyword-only parameter has no default
    bool has_rest = false, has_kwargs = false, is_class = false, is_static = false;
    bool is_terse = false;
    bool is_hidden = false, is_blank = false, is_counted = false, is_strict = false, names_own_class = false;
    bool is_lax = false;
    bool is_constructor = false;  // of MakeDef, InitDef, CallDef: leaves out the type, or self
    Wording wording = Wording::kUsual;
    uint8_t count_name_begin = 0, count_name_length = 0;      // @as:NAME
    uint8_t keyword_name_begin = 0, keyword_name_length = 0;  // @keywords:NAME

    constexpr SignatureText() = default;  // no signature
    consteval SignatureText(const char* text) : signature(text) { parse(); }
    constexpr std::string_view name() const { return {signature + name_begin, name_length}; }
    constexpr bool given() const { return name_length != 0; }
    constexpr std::string_view count_name() const {
        return {signature + count_name_begin, count_name_length};
    }
    constexpr std::string_view keyword_name() const {
        return {signature + keyword_name_begin, keyword_name_length};
    }

  private:
    static void malformed_signature(const char* why);  // never defined: calling it ends constant evaluation
    static consteval bool skip(const char*& text, const char* prefix) {
        const char* p = text;
        while (*prefix)
            if (*p++ != *prefix++) return false;
        text = p;
        return true;
    }
    consteval void skip_word(const char*& p, uint8_t& begin, uint8_t& length) {
        begin = static_cast<uint8_t>(p - signature);
        while (*p && *p != ' ') ++p;
        length = static_cast<uint8_t>(p - signature - begin);
        if (!skip(p, " ")) malformed_signature("mark without signature");
    }
    consteval void parse() {
        const char* p = signature;
        while (*p == '@') {
            if (skip(p, "@hidden "))
                is_hidden = true;
            else if (skip(p, "@blank "))
                is_blank = true;
            else if (skip(p, "@counted "))
                is_counted = true;
            else if (skip(p, "@terse "))
                is_terse = true;
            else if (skip(p, "@strict "))
                is_strict = true;
            else if (skip(p, "@lax "))
                is_lax = true;
            else if (skip(p, "@unpack "))
                wording = Wording::kUnpack;
            else if (skip(p, "@parse "))
                wording = Wording::kParse;
            else if (skip(p, "@python "))
                wording = Wording::kPython;
            else if (skip(p, "@given "))
                wording = Wording::kGiven;
            else if (skip(p, "@as:"))
                skip_word(p, count_name_begin, count_name_length);
            else if (skip(p, "@keywords:"))
                skip_word(p, keyword_name_begin, keyword_name_length);
            else if (skip(p, "@own "))
                names_own_class = true;
            else if (skip(p, "@class "))
                is_class = true;
            else if (skip(p, "@static "))
                is_static = true;
            else
                malformed_signature("unknown mark");
        }
        name_begin = static_cast<uint8_t>(p - signature);
        while (*p != '(') {
            if (*p == 0) malformed_signature("missing '('");
            ++p;
        }
        name_length = static_cast<uint8_t>(p - signature - name_begin);
        ++p;
        bool keyword_section = false, defaulted = false;
        while (*p != ')') {
            while (*p == ' ' || *p == ',' || *p == '\n') ++p;
            if (*p == ')') break;
            if (*p == '/') {
                positional_only = positional;
                ++p;
                continue;
            }
            if (p[0] == '*' && p[1] == '*')
                has_kwargs = true, p += 2;
            else if (p[0] == '*' && (p[1] == ',' || p[1] == ' ')) {
                keyword_section = true;
                ++p;
                continue;
            } else if (p[0] == '*')
                has_rest = keyword_section = true, p += 1;
            else if (keyword_section)
                ++keyword_only;
            else
                ++positional;
            bool has_default = *p == '[';
            int depth = 0;
            char quote = 0;
            while (quote || depth || (*p != ',' && *p != ')')) {  // over the name and the default
                if (*p == 0) malformed_signature("missing ')'");
                if (quote)
                    quote = *p == quote ? 0 : quote;
                else if (*p == '\'')
                    quote = *p;
                else if (*p == '(')
                    ++depth;
                else if (*p == ')')
                    --depth;
                else if (*p == '=')
                    has_default = true;
                ++p;
            }
            if (keyword_section && !has_kwargs && keyword_only && !has_default) needs_keywords = true;
            if (!keyword_section && !has_kwargs) {
                if (has_default)
                    defaulted = true;
                else if (defaulted)
                    malformed_signature("parameter without default after one with a default");
                else
                    ++required;
            }
            if (p[-1] == ']') positional_only = positional;
        }
        row_size = static_cast<uint8_t>(positional + keyword_only + has_kwargs);
        if (row_size == positional) direct = positional;
    }
};

// One native function or method.
struct MethodDef : SignatureText {
    NativeFunctionPointer function;
    const char* doc;

    consteval MethodDef(const char* text, NativeFunctionPointer f, const char* d)
        : SignatureText(text), function(f), doc(d) {}
};

// What calling an instance does with the arguments, bound to the signature, which leaves self out.
struct CallDef : SignatureText {
    Ref<Value> (*function)(Thread&, Value self, Args) = nullptr;
    constexpr CallDef() = default;
    consteval CallDef(const char* text, Ref<Value> (*f)(Thread&, Value, Args))
        : SignatureText(text), function(f) {
        is_constructor = true;
    }
};

// What calling a type does with the arguments, already bound to the signature, which leaves the type and self
// out: `make` is __new__ (the type may be a subclass), `init` is __init__. **kwargs is empty when there are
// no keywords. See native_type.h for where the functions come from.
struct MakeDef : SignatureText {
    Ref<Value> (*function)(Thread&, Type*, Args) = nullptr;
    constexpr MakeDef() = default;
    consteval MakeDef(const char* text, Ref<Value> (*f)(Thread&, Type*, Args) = nullptr)
        : SignatureText(text), function(f) {
        is_constructor = true;
    }
};
struct InitDef : SignatureText {
    Status (*function)(Thread&, Value self, Args) = nullptr;
    constexpr InitDef() = default;
    consteval InitDef(const char* text, Status (*f)(Thread&, Value, Args) = nullptr)
        : SignatureText(text), function(f) {
        is_constructor = true;
    }
};

// A computed attribute. `set` gets an empty value for deletion; null makes the attribute read-only.
struct GetSetDef {
    const char* name;
    Ref<Value> (*get)(Thread&, Value self);
    Status (*set)(Thread&, Value self, Value value);
    const char* doc;
    bool is_member =
        false;  // a field, as CPython's members: shown as one; "readonly attribute" when it cannot be set
};

}  // namespace moult

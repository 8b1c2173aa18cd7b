// str.format and str.format_map: replacement fields (PEP 3101).
#include "runtime/containers/dict.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/unicode.h"
#include "runtime/text/format_spec.h"
#include "runtime/text/str_methods.h"

namespace moult {

namespace {

struct Part {
    size_t begin, end;
    bool empty() const { return begin == end; }
};

// A replacement field: {name!conversion:spec}.
struct Field {
    Part name, spec;
    char32_t conversion = 0;
    bool spec_has_fields = false;
};

class Formatter {
  public:
    Formatter(Thread& thread, std::span<const Value> positional, Value keywords, bool is_map)
        : thread_(thread), positional_(positional), keywords_(keywords), is_map_(is_map) {}

    Ref<Str> format(Str* text, Part part, int depth);

  private:
    Status add_field(StrBuilder&, Str* text, const Field&, int depth);
    Status parse_field(const Str* text, size_t end, size_t* at, Field*);
    Ref<Value> find_object(Str* text, Part name);
    Ref<Value> find_first(Str* text, Part first);
    Ref<Value> follow(Str* text, Part rest, Ref<Value> object);
    Result<int64_t> whole_number(const Str* text, Part);

    Thread& thread_;
    std::span<const Value> positional_;
    Value keywords_;  // a dict; for format_map the mapping
    bool is_map_;
    int64_t next_ = 0;  // automatic numbering
    enum class Numbering : uint8_t { kUnknown, kAutomatic, kManual } numbering_ = Numbering::kUnknown;
};

// The number that a part consists of, or -1.
Result<int64_t> Formatter::whole_number(const Str* text, Part part) {
    int64_t number = 0;
    if (part.empty()) return -1;
    for (size_t i = part.begin; i < part.end; ++i) {
        int digit = unicode::decimal_value(text->at(i));
        if (digit < 0) return -1;
        if (__builtin_mul_overflow(number, int64_t{10}, &number) ||
            __builtin_add_overflow(number, int64_t{digit}, &number))
            return raise_value_error(thread_, "Too many decimal digits in format string");
    }
    return number;
}

Ref<Value> Formatter::find_first(Str* text, Part first) {
    int64_t index = TRY(whole_number(text, first));
    bool automatic = first.empty();
    if (automatic || index >= 0) {
        auto numbering = automatic ? Numbering::kAutomatic : Numbering::kManual;
        if (numbering_ == Numbering::kUnknown) numbering_ = numbering;
        if (numbering_ != numbering)
            return raise_value_error(thread_, automatic ? "cannot switch from manual field specification to "
                                                          "automatic field numbering"
                                                        : "cannot switch from automatic field numbering to "
                                                          "manual field specification");
        if (automatic) index = next_++;
        if (is_map_) return raise_value_error(thread_, "Format string contains positional fields");
        if (index >= static_cast<int64_t>(positional_.size()))
            return raise_index_error(thread_, "Replacement index %lld out of range for positional args tuple",
                                     static_cast<long long>(index));
        return share(positional_[static_cast<size_t>(index)]);
    }
    Ref<Str> key = TRY(substring(thread_, text, first.begin, first.end));
    if (is_map_) return get_item(thread_, keywords_, key.value());
    Value found;
    if (!keywords_.is_empty()) found = TRY(dict_get(thread_, keywords_.as<Dict>(), key.value()));
    if (found.is_empty()) return raise_key_error(thread_, key.value());
    return share(found);
}

// .name and [key], one after the other.
Ref<Value> Formatter::follow(Str* text, Part rest, Ref<Value> object) {
    size_t at = rest.begin;
    while (at < rest.end) {
        char32_t mark = text->at(at++);
        if (mark != '.' && mark != '[')
            return raise_value_error(thread_, "Only '.' or '[' may follow ']' in format field specifier");
        Part part{at, at};
        if (mark == '.') {
            while (part.end < rest.end && text->at(part.end) != '.' && text->at(part.end) != '[') ++part.end;
            at = part.end;
        } else {
            while (part.end < rest.end && text->at(part.end) != ']') ++part.end;
            if (part.end == rest.end) return raise_value_error(thread_, "Missing ']' in format string");
            at = part.end + 1;
        }
        if (part.empty()) return raise_value_error(thread_, "Empty attribute in format string");
        Ref<Str> name = TRY(substring(thread_, text, part.begin, part.end));
        if (mark == '.') {
            name = TRY(intern(thread_, name.get()));
            object = TRY(get_attribute(thread_, object, name.get()));
        } else if (int64_t index = TRY(whole_number(text, part)); index >= 0) {
            Ref<Value> number = TRY(make_int(thread_, index));
            object = TRY(get_item(thread_, object, number));
        } else {
            object = TRY(get_item(thread_, object, name.value()));
        }
    }
    return object;
}

Ref<Value> Formatter::find_object(Str* text, Part name) {
    Part first{name.begin, name.begin};
    while (first.end < name.end && text->at(first.end) != '.' && text->at(first.end) != '[') ++first.end;
    Ref<Value> object = TRY(find_first(text, first));
    return follow(text, {first.end, name.end}, std::move(object));
}

// Parses what stands between '{' and its '}'; *at is behind the '{' and ends up behind the '}'.
Status Formatter::parse_field(const Str* text, size_t end, size_t* at, Field* field) {
    field->name = {*at, *at};
    char32_t c = 0;
    bool ended = false;
    while (*at < end && !ended) {
        c = text->at((*at)++);
        if (c == '{') return raise_value_error(thread_, "unexpected '{' in field name");
        if (c == '[')
            while (*at < end && text->at(*at) != ']') ++*at;
        else
            ended = c == '}' || c == ':' || c == '!';
    }
    if (!ended) return raise_value_error(thread_, "expected '}' before end of string");
    field->name.end = *at - 1;
    if (c == '}') return {};
    if (c == '!') {
        if (*at == end)
            return raise_value_error(thread_, "end of string while looking for conversion specifier");
        field->conversion = text->at((*at)++);
        if (*at < end) {
            c = text->at((*at)++);
            if (c == '}') return {};
            if (c != ':') return raise_value_error(thread_, "expected ':' after conversion specifier");
        }
    }
    field->spec.begin = *at;
    for (int open = 1; *at < end;) {
        c = text->at((*at)++);
        if (c == '{') field->spec_has_fields = true, ++open;
        if (c == '}' && --open == 0) {
            field->spec.end = *at - 1;
            return {};
        }
    }
    return raise_value_error(thread_, "unmatched '{' in format spec");
}

Status Formatter::add_field(StrBuilder& out, Str* text, const Field& field, int depth) {
    Ref<Value> object = TRY(find_object(text, field.name));
    switch (field.conversion) {
        case 0: break;
        case 'r': object = TRY(repr(thread_, object)); break;
        case 's': object = TRY(to_str(thread_, object)); break;
        case 'a': object = TRY(ascii(thread_, object)); break;
        default:
            if (field.conversion > 32 && field.conversion < 127)
                return raise_value_error(thread_, "Unknown conversion specifier %c",
                                         static_cast<int>(field.conversion));
            return raise_value_error(thread_, "Unknown conversion specifier \\x%x",
                                     static_cast<unsigned>(field.conversion));
    }
    if (field.spec.empty() && is_exact<Str>(object)) {
        out.add(object.as<Str>());
        return {};
    }
    Ref<Str> spec = field.spec_has_fields ? TRY(format(text, field.spec, depth - 1))
                                          : TRY(substring(thread_, text, field.spec.begin, field.spec.end));
    Ref<Str> formatted;
    if (object.get().is_small_int())
        formatted = TRY(format_int(thread_, object, spec.get()));
    else if (object.get().is_double())
        formatted = TRY(format_float(thread_, object.get().as_double(), spec.get()));
    else if (is_exact<Str>(object))
        formatted = TRY(format_string(thread_, object.as<Str>(), spec.get()));
    else
        formatted = TRY(moult::format(thread_, object, spec.get()));
    out.add(formatted.get());
    return {};
}

Ref<Str> Formatter::format(Str* text, Part part, int depth) {
    if (depth <= 0) return raise_value_error(thread_, "Max string recursion exceeded");
    StrBuilder out(thread_);
    size_t at = part.begin;
    while (at < part.end) {
        size_t literal = at;
        char32_t c = 0;
        while (at < part.end && (c = text->at(at)) != '{' && c != '}') ++at;
        out.add_range(text, literal, at);
        if (at == part.end) break;
        ++at;
        if (at < part.end && text->at(at) == c) {
            out.add(c);
            ++at;
            continue;
        }
        if (c == '}') return raise_value_error(thread_, "Single '}' encountered in format string");
        if (at == part.end) return raise_value_error(thread_, "Single '{' encountered in format string");
        Field field{{0, 0}, {0, 0}};
        TRY(parse_field(text, part.end, &at, &field));
        TRY(add_field(out, text, field, depth));
    }
    return out.finish();
}

constexpr int kNesting = 2;  // a specification may hold fields, but theirs may not

}  // namespace

Ref<Value> str_format(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    return Formatter(thread, args.rest(), args[1], false).format(text, {0, text->length}, kNesting);
}

Ref<Value> str_format_map(Thread& thread, Args args) {
    Str* text = as_str(args[0]);
    return Formatter(thread, {}, args[1], true).format(text, {0, text->length}, kNesting);
}

}  // namespace moult

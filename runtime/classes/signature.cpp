// Parses the signatures of native functions: parameter names and the literals of defaults.
#include "runtime/classes/signature.h"

#include <cstdlib>

#include "runtime/containers/tuple.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"

namespace moult {

namespace {

std::string_view parameters_text(const SignatureText& def) {
    std::string_view text = def.signature + def.name_begin + def.name_length + 1;
    return text.substr(0, text.rfind(')'));
}

std::string_view trim(std::string_view text) {
    auto is_space = [](char c) { return c == ' ' || c == '\n'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// The next piece up to a comma outside of quotes and parentheses.
std::string_view next_piece(std::string_view& rest) {
    int depth = 0;
    char quote = 0;
    size_t i = 0;
    for (; i < rest.size(); ++i) {
        char c = rest[i];
        if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            ++depth;
        } else if (c == ')' || c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            break;
        }
    }
    std::string_view piece = trim(rest.substr(0, i));
    rest.remove_prefix(i < rest.size() ? i + 1 : rest.size());
    return piece;
}

bool is_number(std::string_view text) {
    size_t i = text.starts_with('-') ? 1 : 0;
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
}

Ref<Value> parse_default(Thread& thread, std::string_view text) {
    if (text == "None") return Value::none();
    if (text == "True") return Value::boolean(true);
    if (text == "False") return Value::boolean(false);
    if (text == "()") return make_tuple(thread, std::span<const Value>());
    if (text == "'\\n'") return make_str(thread, "\n");
    if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"'))
        return make_str(thread, text.substr(1, text.size() - 2));
    if (is_number(text)) {
        if (text.find_first_of(".e") == std::string_view::npos)
            return int_from_text(thread, text, 0, Value::none());
        return Value::number(std::strtod(std::string(text).c_str(), nullptr));
    }
    return Ref<Value>::empty();
}

}  // namespace

bool takes_self(const SignatureText& def) {
    if (def.is_static || def.is_constructor) return false;
    std::string_view rest = parameters_text(def);
    std::string_view first = next_piece(rest);
    return def.is_class || first == "self" || first == "cls" || first == "type" || first == "mcs";
}

void free_signature(Heap& heap, Signature* signature) {
    if (!signature) return;
    for (Signature::Parameter& parameter : signature->parameters()) parameter.~Parameter();
    heap.free(signature);
}

Signature* parse_signature(Thread& thread, const SignatureText& def) {
    size_t most = def.positional + def.keyword_only;
    void* memory = thread.heap.allocate(sizeof(Signature) + most * sizeof(Signature::Parameter));
    if (!memory) return static_cast<void>(raise_out_of_memory(thread)), nullptr;
    auto* signature = new (memory) Signature;
    signature->has_self = takes_self(def);
    std::string_view rest = parameters_text(def);
    while (!rest.empty()) {
        std::string_view piece = next_piece(rest);
        if (piece.empty() || piece == "/" || piece.starts_with('*')) continue;
        Signature::Parameter parameter;
        if (piece.starts_with('[')) {  // may be left out
            piece = piece.substr(1, piece.size() - 2);
            parameter.has_default = true;
        }
        size_t equals_sign = piece.find('=');
        parameter.name = intern(thread, trim(piece.substr(0, equals_sign)));
        if (!parameter.name) return free_signature(thread.heap, signature), nullptr;
        if (equals_sign != std::string_view::npos) {
            parameter.has_default = true;
            if (!def.is_blank) parameter.value = parse_default(thread, trim(piece.substr(equals_sign + 1)));
            if (parameter.value.is_error()) return free_signature(thread.heap, signature), nullptr;
        }
        new (signature->parameters().data() + signature->count) Signature::Parameter(std::move(parameter));
        ++signature->count;
    }
    return signature;
}

std::string constructor_signature(const SignatureText& def) {
    return "(" + std::string(parameters_text(def)) + ")";
}

std::string text_signature(const SignatureText& def) {
    std::string_view parameters = parameters_text(def);
    std::string text = takes_self(def) ? "($" : def.is_static ? "(" : "($module, ";
    // The module goes before all parameters, whether these may be named or not.
    if (text.ends_with(", ") && !parameters.empty() && parameters.find('/') == parameters.npos) text += "/, ";
    text += parameters;
    if (text.ends_with(", ")) text += "/";
    return text + ")";
}

}  // namespace moult

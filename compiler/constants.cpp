// Keys, truth and equality of constants; the tables of constants and names.
#include "compiler/constants.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

namespace moult::compiler {

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

void append_number(std::string& key, uint64_t number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void append_sized(std::string& key, std::string_view part) {
    append_number(key, part.size());
    key.append(part);
}

void append_items(std::string& key, const std::vector<Constant>& items) {
    append_number(key, items.size());
    for (const Constant& item : items) append_sized(key, constant_key(item));
}

void append_names(std::string& key, const std::vector<std::string>& names) {
    append_number(key, names.size());
    for (const std::string& name : names) append_sized(key, name);
}

// A number of any type as a complex number would hold it; integers keep their exact value.
struct Number {
    mpz_class integer;
    std::complex<double> complex;
    bool is_integer;
};

std::optional<Number> as_number(const Constant& constant) {
    if (auto* flag = std::get_if<bool>(&constant.value)) return Number{mpz_class(*flag ? 1 : 0), {}, true};
    if (auto* integer = std::get_if<mpz_class>(&constant.value)) return Number{*integer, {}, true};
    if (auto* real = std::get_if<double>(&constant.value)) return Number{{}, {*real, 0.0}, false};
    if (auto* complex = std::get_if<std::complex<double>>(&constant.value))
        return Number{{}, *complex, false};
    return std::nullopt;
}

bool equal_numbers(const Number& left, const Number& right) {
    if (left.is_integer && right.is_integer) return left.integer == right.integer;
    if (!left.is_integer && !right.is_integer) return left.complex == right.complex;
    const Number& integer = left.is_integer ? left : right;
    const std::complex<double>& other = left.is_integer ? right.complex : left.complex;
    if (other.imag() != 0.0 || !std::isfinite(other.real())) return false;
    return mpz_cmp_d(integer.integer.get_mpz_t(), other.real()) == 0;
}

bool equal_items(const std::vector<Constant>& left, const std::vector<Constant>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), equal);
}

bool contains(const std::vector<Constant>& items, const Constant& wanted) {
    return std::any_of(items.begin(), items.end(), [&](const Constant& item) { return equal(item, wanted); });
}

}  // namespace

// What `==` of code objects compares: everything but the file and the qualified name.
bool equal_code(const CodeUnit& left, const CodeUnit& right) {
    auto same_key = [](const Constant& a, const Constant& b) { return constant_key(a) == constant_key(b); };
    return left.name == right.name && left.argcount == right.argcount &&
           left.posonlyargcount == right.posonlyargcount && left.kwonlyargcount == right.kwonlyargcount &&
           left.firstlineno == right.firstlineno && left.flags == right.flags && left.code == right.code &&
           left.names == right.names && left.localsplusnames == right.localsplusnames &&
           left.linetable == right.linetable && left.exceptiontable == right.exceptiontable &&
           std::equal(left.consts.begin(), left.consts.end(), right.consts.begin(), right.consts.end(),
                      same_key);
}

size_t code_hash(const CodeUnit& code) {
    return mix(hash_text(code.name) ^ static_cast<size_t>(code.firstlineno), hash_text(code.linetable));
}

std::string constant_key(const Constant& constant) {
    std::string key;
    // No NaN equals another: each is itself, wherever it is met again.
    auto append_double = [&](double number) {
        append_number(key, std::bit_cast<uint64_t>(number));
        if (std::isnan(number)) append_number(key, reinterpret_cast<uintptr_t>(&constant));
    };
    std::visit(Overloaded{
                   [&](const NoneConstant&) { key = "N"; },
                   [&](const EllipsisConstant&) { key = "E"; },
                   [&](bool flag) { key = flag ? "T" : "F"; },
                   [&](const mpz_class& number) { key = "i" + number.get_str(62); },
                   [&](double number) {
                       key = "d";
                       append_double(number);
                   },
                   [&](const std::complex<double>& number) {
                       key = "j";
                       append_double(number.real());
                       append_double(number.imag());
                   },
                   [&](const std::string& text) { key = "s" + text; },
                   [&](const BytesConstant& bytes) { key = "b" + bytes.bytes; },
                   [&](const TupleConstant& tuple) {
                       key = "(";
                       append_items(key, tuple.items);
                   },
                   [&](const FrozenSetConstant& set) {
                       key = "{";
                       std::vector<std::string> parts;
                       for (const Constant& item : set.items) parts.push_back(constant_key(item));
                       std::sort(parts.begin(), parts.end());
                       append_names(key, parts);
                   },
                   [&](const std::shared_ptr<const CodeUnit>& code) {
                       key = "c";
                       append_number(key, reinterpret_cast<uintptr_t>(code.get()));
                   },
               },
               constant.value);
    return key;
}

bool is_true(const Constant& constant) {
    return std::visit(Overloaded{
                          [](const NoneConstant&) { return false; },
                          [](const EllipsisConstant&) { return true; },
                          [](bool flag) { return flag; },
                          [](const mpz_class& number) { return number != 0; },
                          [](double number) { return number != 0.0; },
                          [](const std::complex<double>& number) { return number != 0.0; },
                          [](const std::string& text) { return !text.empty(); },
                          [](const BytesConstant& bytes) { return !bytes.bytes.empty(); },
                          [](const TupleConstant& tuple) { return !tuple.items.empty(); },
                          [](const FrozenSetConstant& set) { return !set.items.empty(); },
                          [](const std::shared_ptr<const CodeUnit>&) { return true; },
                      },
                      constant.value);
}

bool equal(const Constant& left, const Constant& right) {
    if (auto left_number = as_number(left)) {
        auto right_number = as_number(right);
        return right_number.has_value() && equal_numbers(*left_number, *right_number);
    }
    if (left.value.index() != right.value.index()) return false;
    if (auto* tuple = std::get_if<TupleConstant>(&left.value)) {
        return equal_items(tuple->items, std::get<TupleConstant>(right.value).items);
    }
    if (auto* set = std::get_if<FrozenSetConstant>(&left.value)) {
        const auto& others = std::get<FrozenSetConstant>(right.value).items;
        return set->items.size() == others.size() &&
               std::all_of(set->items.begin(), set->items.end(),
                           [&](const Constant& item) { return contains(others, item); });
    }
    return constant_key(left) == constant_key(right);
}

FrozenSetConstant make_frozenset(std::vector<Constant> items) {
    // Equal items of one type have equal keys; only numbers are equal across types, and are compared one by
    // one.
    FrozenSetConstant set;
    std::unordered_map<std::string, bool> seen;
    std::vector<Constant> numbers;
    for (Constant& item : items) {
        if (as_number(item)) {
            if (contains(numbers, item)) continue;
            numbers.push_back(item);
        } else if (holds<TupleConstant>(item) || holds<FrozenSetConstant>(item)) {
            if (contains(set.items, item)) continue;
        } else if (!seen.emplace(constant_key(item), true).second) {
            continue;
        }
        set.items.push_back(std::move(item));
    }
    return set;
}

std::string_view type_name(const Constant& constant) {
    static constexpr std::string_view kNames[] = {"NoneType", "ellipsis",  "bool", "int",
                                                  "float",    "complex",   "str",  "bytes",
                                                  "tuple",    "frozenset", "code"};
    static_assert(std::size(kNames) == std::variant_size_v<Constant::Variant>);
    return kNames[constant.value.index()];
}

size_t count_code_points(std::string_view utf8) {
    return static_cast<size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

namespace {

// The hash of a constant that same() can compare; 0 for the others: numbers with a fraction (zeros have
// signs, and no NaN equals another) and containers.
size_t simple_hash(const Constant& constant) {
    size_t kind = constant.value.index() + 1;
    if (auto* text = std::get_if<std::string>(&constant.value)) return mix(hash_text(*text) | 1, kind) | 1;
    if (auto* bytes = std::get_if<BytesConstant>(&constant.value))
        return mix(hash_text(bytes->bytes) | 1, kind) | 1;
    if (auto* integer = std::get_if<mpz_class>(&constant.value)) {
        return mix(mpz_get_ui(integer->get_mpz_t()) + mpz_size(integer->get_mpz_t()) + 1, kind << 32) | 1;
    }
    if (auto* flag = std::get_if<bool>(&constant.value)) return *flag ? 3 : 5;
    if (holds<NoneConstant>(constant)) return 7;
    if (holds<EllipsisConstant>(constant)) return 9;
    if (auto* code = std::get_if<std::shared_ptr<const CodeUnit>>(&constant.value)) {
        return mix(reinterpret_cast<uintptr_t>(code->get()), kind << 32) | 1;
    }
    return 0;
}

bool same(const Constant& left, const Constant& right) {
    if (left.value.index() != right.value.index()) return false;
    if (auto* text = std::get_if<std::string>(&left.value))
        return *text == std::get<std::string>(right.value);
    if (auto* bytes = std::get_if<BytesConstant>(&left.value)) {
        return bytes->bytes == std::get<BytesConstant>(right.value).bytes;
    }
    if (auto* integer = std::get_if<mpz_class>(&left.value))
        return *integer == std::get<mpz_class>(right.value);
    if (auto* flag = std::get_if<bool>(&left.value)) return *flag == std::get<bool>(right.value);
    auto* code = std::get_if<std::shared_ptr<const CodeUnit>>(&left.value);
    return code == nullptr || *code == std::get<std::shared_ptr<const CodeUnit>>(right.value);
}

}  // namespace

int ConstantTable::find(const Constant& constant, size_t hash) const {
    return indices_.find(hash, [&](int index) { return same((*this)[index], constant); });
}

int ConstantTable::add(const Constant& constant) {
    size_t hash = simple_hash(constant);
    if (hash == 0) {
        auto [position, is_new] = others_.try_emplace(constant_key(constant), size());
        if (!is_new) return position->second;
    } else {
        if (int index = find(constant, hash); index >= 0) return index;
        indices_.add(hash, size());
    }
    items_.push_back(constant);
    hashes_.push_back(hash);
    return size() - 1;
}

void ConstantTable::truncate(int size) {
    if (size >= this->size()) return;
    items_.resize(static_cast<size_t>(size));
    hashes_.resize(static_cast<size_t>(size));
    indices_.clear();
    for (int index = 0; index < size; ++index) {
        if (size_t hash = hashes_[static_cast<size_t>(index)]) indices_.add(hash, index);
    }
    std::erase_if(others_, [size](const auto& entry) { return entry.second >= size; });
}

int NameTable::add(std::string_view name) {
    size_t hash = hash_text(name);
    int found = indices_.find(hash, [&](int index) { return (*this)[index] == name; });
    if (found >= 0) return found;
    indices_.add(hash, size());
    names_.emplace_back(name);
    return size() - 1;
}

int NameTable::find(std::string_view name) const {
    return indices_.find(hash_text(name), [&](int index) { return (*this)[index] == name; });
}

}  // namespace moult::compiler

// Reading and printing the values of options.
#include "runtime/options/values.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace moult {

namespace {

// --- numbers of any size

// The smallest and the largest number of a field of type T.
template <class T>
std::pair<T, T> limits_of(const OptionRow& row) {
    const OptionRange& range = row.traits.range;
    if (range.is_given()) return {static_cast<T>(range.least), static_cast<T>(range.most)};
    unsigned unused = 64 - row.size * 8u;
    return {static_cast<T>(std::numeric_limits<T>::min() >> unused),
            static_cast<T>(std::numeric_limits<T>::max() >> unused)};
}

// The bits of a number in a field of `row.size` bytes, extended as its type says.
uint64_t load(const OptionRow& row, const void* field) {
    uint64_t bits = 0;
    std::memcpy(&bits, field, row.size);  // the machine is little-endian
    unsigned unused = 64 - row.size * 8u;
    return row.is_signed ? static_cast<uint64_t>(static_cast<int64_t>(bits << unused) >> unused) : bits;
}
void store(const OptionRow& row, void* field, uint64_t bits) {
    std::memcpy(field, &bits, row.size);
}

std::string integer_text(const OptionRow& row, uint64_t bits) {
    return row.is_signed ? std::to_string(static_cast<int64_t>(bits)) : std::to_string(bits);
}
std::string real_text(double number) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

template <class T>
bool parse_number(std::string_view text, T* number) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
    return error == std::errc() && end == text.data() + text.size();
}

bool is_word(const OptionRow& row, std::string_view text) {
    return row.traits.word.word && text == row.traits.word.word;
}

template <class T>
bool read_within(const OptionRow& row, std::string_view text, void* field) {
    T number;
    auto [least, most] = limits_of<T>(row);
    if (!parse_number(text, &number) || number < least || number > most) return false;
    store(row, field, static_cast<uint64_t>(number));
    return true;
}

bool read_integer(const OptionRow& row, std::string_view text, void* field) {
    if (is_word(row, text)) {
        store(row, field, static_cast<uint64_t>(row.traits.word.number));
        return true;
    }
    return row.is_signed ? read_within<int64_t>(row, text, field) : read_within<uint64_t>(row, text, field);
}

bool read_real(const OptionRow& row, std::string_view text, void* field) {
    double number;
    if (!parse_number(text, &number) || !std::isfinite(number)) return false;
    OptionRange range = row.traits.range;
    if (range.is_given() && (number < range.least || number > range.most)) return false;
    *static_cast<double*>(field) = number;
    return true;
}

bool read_switch(std::string_view text, void* field) {
    bool on = text == "on" || text == "true" || text == "yes" || text == "1";
    bool off = text == "off" || text == "false" || text == "no" || text == "0";
    if (on || off) *static_cast<bool*>(field) = on;
    return on || off;
}

// --- sets

std::vector<std::string> choices_of(const OptionRow& row) {
    std::vector<std::string> names;
    for (size_t i = 0; !row.choice(i).empty(); ++i) names.emplace_back(row.choice(i));
    return names;
}

// What stands between separators, the empty left out.
std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        size_t end = std::min(text.find(separator), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}
void append(std::string& text, std::string_view separator, std::string_view part) {
    if (!text.empty()) text += separator;
    text += part;
}

// False with the name that there is not.
bool read_set(const OptionRow& row, std::string_view text, void* field, std::string* unknown) {
    std::vector<uint16_t> members;
    std::vector<std::string> others;
    for (std::string& name : split(text, ',')) {
        int index = find_choice(row, name);
        if (index >= 0) {
            members.push_back(static_cast<uint16_t>(index));
        } else if (row.traits.more_choices) {
            others.push_back(std::move(name));
        } else {
            *unknown = std::move(name);
            return false;
        }
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    auto* set = static_cast<OptionMembers*>(field);
    set->members = std::move(members);
    set->others = std::move(others);
    return true;
}
std::vector<std::string> names_in_set(const OptionRow& row, const void* field) {
    const auto& set = *static_cast<const OptionMembers*>(field);
    std::vector<std::string> names;
    for (uint16_t member : set.members) names.emplace_back(row.choice(member));
    names.insert(names.end(), set.others.begin(), set.others.end());
    return names;
}

// --- what values may be

constexpr size_t kMostListed = 20;  // names in a message or in help

std::string join_with_or(const std::vector<std::string>& words) {
    std::string text;
    for (size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 < words.size() ? ", " : " or ";
        text += words[i];
    }
    return text;
}

std::string integer_range(const OptionRow& row) {
    if (!row.is_signed) {
        auto [least, most] = limits_of<uint64_t>(row);
        if (most == UINT64_MAX) return " from " + std::to_string(least) + " upwards";
        return " from " + std::to_string(least) + " to " + std::to_string(most);
    }
    auto [least, most] = limits_of<int64_t>(row);
    if (least == INT64_MIN) return "";
    return " from " + std::to_string(least) + " to " + std::to_string(most);
}

std::string allowed_numbers(const OptionRow& row) {
    std::string text = "a number";
    const OptionRange& range = row.traits.range;
    if (row.kind == OptionKind::kInteger)
        text += integer_range(row);
    else if (range.is_given())
        text += " from " + real_text(range.least) + " to " + real_text(range.most);
    if (row.traits.word.word) text += std::string(", or ") + row.traits.word.word;
    return text;
}

}  // namespace

std::string_view OptionRow::choice(size_t index) const {
    if (traits.choice_at) return traits.choice_at(index);
    if (index >= kMostChoices || !traits.choices[index]) return {};
    return traits.choices[index];
}

int find_choice(const OptionRow& row, std::string_view name) {
    for (size_t i = 0; !row.choice(i).empty(); ++i)
        if (row.choice(i) == name) return static_cast<int>(i);
    return -1;
}

bool is_available(const OptionRow& row, size_t choice, const Options& options) {
    const char* part = choice < kMostChoices ? row.traits.parts[choice] : nullptr;
    return !part || options.has_part(part);
}

std::string unknown_choice(const std::string& name, const std::vector<std::string>& choices) {
    std::string like = nearest(name, choices);
    if (!like.empty()) return "there is no " + name + "; did you mean " + like + "?";
    return "there is no " + name + (choices.size() > kMostListed ? "" : ", only " + join_with_or(choices));
}

std::string read_value(const OptionRow& row, std::string_view text, void* field) {
    switch (row.kind) {
        case OptionKind::kSwitch: return read_switch(text, field) ? "" : "must be on or off";
        case OptionKind::kInteger:
            return read_integer(row, text, field) ? "" : "must be " + allowed_numbers(row);
        case OptionKind::kReal: return read_real(row, text, field) ? "" : "must be " + allowed_numbers(row);
        case OptionKind::kText:
            if (text.empty()) return "must not be empty";
            *static_cast<std::string*>(field) = text;
            return "";
        case OptionKind::kList: static_cast<OptionList*>(field)->texts = split(text, ':'); return "";
        case OptionKind::kChoice: {
            int index = find_choice(row, text);
            if (index < 0) return "must be " + join_with_or(choices_of(row));
            store(row, field, static_cast<uint64_t>(index));
            return "";
        }
        case OptionKind::kSet: {
            std::string unknown;
            if (read_set(row, text, field, &unknown)) return "";
            return unknown_choice(unknown, choices_of(row));
        }
    }
    return "";
}

std::string value_text(const OptionRow& row, const void* field) {
    switch (row.kind) {
        case OptionKind::kSwitch: return *static_cast<const bool*>(field) ? "on" : "off";
        case OptionKind::kInteger: {
            uint64_t bits = load(row, field);
            const OptionWord& word = row.traits.word;
            if (word.word && bits == static_cast<uint64_t>(word.number)) return word.word;
            return integer_text(row, bits);
        }
        case OptionKind::kReal: return real_text(*static_cast<const double*>(field));
        case OptionKind::kText: return *static_cast<const std::string*>(field);
        case OptionKind::kList: {
            std::string text;
            for (const std::string& each : static_cast<const OptionList*>(field)->texts)
                append(text, ":", each);
            return text;
        }
        case OptionKind::kChoice: return std::string(row.choice(load(row, field)));
        case OptionKind::kSet: {
            std::string text;
            for (const std::string& name : names_in_set(row, field)) append(text, ",", name);
            return text;
        }
    }
    return "";
}

std::string json_string(std::string_view text) {
    std::string json = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < ' ') {
            constexpr const char* kDigits = "0123456789abcdef";
            json += "\\u00";
            json += kDigits[c >> 4];
            json += kDigits[c & 15];
        } else {
            json += c;
        }
    }
    return json + '"';
}

std::string names_json(const std::vector<std::string>& names) {
    std::string json;
    for (const std::string& name : names) append(json, ", ", json_string(name));
    return "[" + json + "]";
}

std::string value_json(const OptionRow& row, const void* field) {
    switch (row.kind) {
        case OptionKind::kSwitch: return *static_cast<const bool*>(field) ? "true" : "false";
        case OptionKind::kInteger:
            if (std::string text = value_text(row, field); is_word(row, text)) return json_string(text);
            return integer_text(row, load(row, field));
        case OptionKind::kReal: return value_text(row, field);
        case OptionKind::kText:
        case OptionKind::kChoice: return json_string(value_text(row, field));
        case OptionKind::kList: return names_json(static_cast<const OptionList*>(field)->texts);
        case OptionKind::kSet: return names_json(names_in_set(row, field));
    }
    return "";
}

std::string value_placeholder(const OptionRow& row) {
    if (row.traits.value) return row.traits.value;
    switch (row.kind) {
        case OptionKind::kSwitch: return "";
        case OptionKind::kInteger:
        case OptionKind::kReal: return "N";
        case OptionKind::kText: return "TEXT";
        case OptionKind::kList: return "TEXT:...";
        case OptionKind::kChoice: return "NAME";
        case OptionKind::kSet: return "NAME,...";
    }
    return "";
}

std::string allowed_values(const OptionRow& row, const Options& options) {
    switch (row.kind) {
        case OptionKind::kSwitch: return "on or off";
        case OptionKind::kInteger:
        case OptionKind::kReal: return allowed_numbers(row);
        case OptionKind::kText: return "a text";
        case OptionKind::kList: return "texts with colons between them";
        case OptionKind::kChoice:
        case OptionKind::kSet: {
            std::vector<std::string> names;
            for (size_t i = 0; !row.choice(i).empty(); ++i)
                if (is_available(row, i, options)) names.emplace_back(row.choice(i));
            return names.size() > kMostListed ? "names that --dump-options=json lists" : join_with_or(names);
        }
    }
    return "";
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    auto differ = [](unsigned char a, unsigned char b) { return std::tolower(a) != std::tolower(b); };
    // How many letters must be changed, added, left out or swapped with their neighbor, by rows of a table.
    auto distance = [&](std::string_view other) {
        size_t width = other.size() + 1;
        std::vector<size_t> before(width), last(width), now(width);
        for (size_t j = 0; j < width; ++j) last[j] = j;
        for (size_t i = 1; i <= word.size(); ++i) {
            now[0] = i;
            for (size_t j = 1; j < width; ++j) {
                now[j] =
                    std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + differ(word[i - 1], other[j - 1])});
                bool swapped = i > 1 && j > 1 && !differ(word[i - 1], other[j - 2]) &&
                               !differ(word[i - 2], other[j - 1]);
                if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
            }
            before.swap(last);
            last.swap(now);
        }
        return last[width - 1];
    };
    size_t least = std::max<size_t>(2, word.size() / 3) + 1;
    std::string best;
    for (const std::string& candidate : candidates) {
        bool is_begun = word.size() > 4 && candidate.starts_with(word);
        size_t found = is_begun ? 1 : distance(candidate);
        if (found < least && found < candidate.size()) {
            least = found;
            best = candidate;
        }
    }
    return best;
}

}  // namespace moult

// Edit distance, and the names among which a suggestion is looked for.
#include "interp/reporting/suggestions.h"

#include <algorithm>
#include <climits>

#include "interp/reporting/dir.h"
#include "runtime/classes/function.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

constexpr int kMoveCost = 2, kCaseCost = 1;
constexpr size_t kMaxNameSize = 40;
constexpr size_t kMaxCandidates = 750;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
int exchange_cost(char a, char b) {
    if (a == b) return 0;
    return lower(a) == lower(b) ? kCaseCost : kMoveCost;
}

// Keeps the nearest of the names it is shown.
class Search {
  public:
    explicit Search(const Str* name) : name_(to_utf8(name)) {}

    void consider(Value candidate) {
        const Str* text = as_str(candidate);
        if (!text) return;
        std::string item = to_utf8(text);
        if (item == name_) return;
        // No more than a third of the characters involved should need to change.
        int limit = static_cast<int>(name_.size() + item.size() + 3) * kMoveCost / 6;
        limit = std::min(limit, best_distance_ - 1);
        int distance = edit_distance(name_, item, limit);
        if (distance > limit) return;
        best_ = std::move(item);
        best_distance_ = distance;
    }
    void consider_all(std::span<const Value> candidates) {
        if (candidates.size() >= kMaxCandidates) return;
        for (Value candidate : candidates) consider(candidate);
    }
    void consider_keys(const Dict* dict) {
        if (!dict || dict->length >= kMaxCandidates) return;
        size_t position = 0;
        Value key, value;
        while (dict_next(dict, &position, &key, &value)) consider(key);
    }
    const std::string& best() const { return best_; }

  private:
    std::string name_, best_;
    int best_distance_ = INT_MAX;
};

std::string suggest_attribute(Thread& thread, ExceptionObject* exception) {
    Value name = exception->fields[kAttributeErrorName], object = exception->fields[kAttributeErrorObject];
    if (!as_str(name) || object.is_empty()) return {};
    Ref<List> names = dir_names(thread, object);
    if (!names) return {};
    Search search(as_str(name));
    search.consider_all(names->span());
    return search.best();
}

const Dict* builtins_of(Thread& thread, const Dict* globals) {
    Value found = dict_get_str(globals, thread.interp.names().__builtins__);
    if (auto* module = as_instance<Module>(found)) return module->dict.get();
    if (auto* dict = as_instance<Dict>(found)) return dict;
    return thread.interp.builtins.get();
}

// Among the variables of the frame that raised it, the globals, the builtins, in this order.
std::string suggest_name(Thread& thread, ExceptionObject* exception) {
    Value name = exception->fields[kNameErrorName];
    if (!as_str(name) || exception->traceback.is_empty()) return {};
    auto* last = exception->traceback.as<Traceback>();
    while (!last->next.is_empty()) last = last->next.as<Traceback>();
    if (!is_exact<Code>(last->code) || !as_instance<Dict>(last->globals)) return {};
    const Code* code = last->code.as<Code>();
    const Dict* globals = last->globals.as<Dict>();

    Search locals(as_str(name));
    locals.consider_all(code->localsplusnames->span().first(static_cast<size_t>(code->nlocals)));
    if (!locals.best().empty()) return locals.best();
    Search global(as_str(name));
    global.consider_keys(globals);
    if (!global.best().empty()) return global.best();
    Search builtin(as_str(name));
    builtin.consider_keys(builtins_of(thread, globals));
    return builtin.best();
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b, int limit) {
    if (limit < 0) return limit + 1;
    while (!a.empty() && !b.empty() && a.front() == b.front()) a.remove_prefix(1), b.remove_prefix(1);
    while (!a.empty() && !b.empty() && a.back() == b.back()) a.remove_suffix(1), b.remove_suffix(1);
    if (a.empty() || b.empty()) return static_cast<int>(a.size() + b.size()) * kMoveCost;
    if (a.size() > kMaxNameSize || b.size() > kMaxNameSize) return limit + 1;
    if (b.size() < a.size()) std::swap(a, b);
    if (static_cast<int>(b.size() - a.size()) * kMoveCost > limit) return limit + 1;

    // row[i]: the distance between a's first i + 1 characters and b's first ones so far.
    int row[kMaxNameSize];
    for (size_t i = 0; i < a.size(); ++i) row[i] = static_cast<int>(i + 1) * kMoveCost;
    int result = 0;
    for (size_t j = 0; j < b.size(); ++j) {
        int diagonal = result = static_cast<int>(j) * kMoveCost;
        int minimum = INT_MAX;
        for (size_t i = 0; i < a.size(); ++i) {
            int exchanged = diagonal + exchange_cost(b[j], a[i]);
            diagonal = row[i];
            int moved = std::min(result, diagonal) + kMoveCost;
            result = row[i] = std::min(exchanged, moved);
            minimum = std::min(minimum, result);
        }
        if (minimum > limit) return limit + 1;
    }
    return result;
}

std::string suggestion_for(Thread& thread, ExceptionObject* exception) {
    Ref<Value> pending = take_error(thread);
    std::string suggestion;
    if (exception->type() == thread.types().attribute_error)
        suggestion = suggest_attribute(thread, exception);
    if (exception->type() == thread.types().name_error) suggestion = suggest_name(thread, exception);
    restore_error(thread, std::move(pending));
    return suggestion;
}

}  // namespace moult

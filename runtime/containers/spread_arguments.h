// SpreadArguments: a tuple and a dict as the arguments of a call, as f(*args, **kwargs) has it.
#pragma once

#include <vector>

#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/state/errors.h"
#include "runtime/strings/str.h"

namespace moult {

class SpreadArguments {
  public:
    // `keywords`: a dict with names for keys, or empty. All of it must live as long as args() is used. TypeError where a key is
    // no str.
    Status set(Thread& thread, std::span<const Value> positional, Value keywords) {
        values_.assign(positional.begin(), positional.end());
        positional_ = static_cast<uint32_t>(values_.size());
        if (keywords.is_empty()) return {};
        std::vector<Value> names;
        size_t position = 0;
        Value key, value;
        while (dict_next(keywords.as<Dict>(), &position, &key, &value)) {
            if (!as_str(key)) return raise_type_error(thread, "keywords must be strings");
            names.push_back(key);
            values_.push_back(value);
        }
        if (!names.empty()) names_ = TRY(make_tuple(thread, std::span<const Value>(names)));
        return {};
    }
    CallArgs args() const { return {values_.data(), positional_, names_.get()}; }

  private:
    std::vector<Value> values_;
    uint32_t positional_ = 0;
    Ref<Tuple> names_;
};

}  // namespace moult

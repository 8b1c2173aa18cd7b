// ArgumentBuffer: room for the arguments of a call with one more value in front.
#pragma once

#include <memory>
#include <new>

#include "runtime/containers/tuple.h"
#include "runtime/model/native.h"
#include "runtime/state/errors.h"

namespace moult {

// Holds borrowed values; small calls need no allocation.
class ArgumentBuffer {
  public:
    // `first` and then the arguments. failed(): MemoryError is raised.
    ArgumentBuffer(Thread& thread, Value first, CallArgs args)
        : names_(args.names), positional_(args.positional + 1) {
        uint32_t total = args.total();
        Value* to = inline_;
        if (total + 1 > kInline) {
            large_.reset(new (std::nothrow) Value[total + 1]);
            to = large_.get();
            if (!to) {
                failed_ = true;
                static_cast<void>(raise_out_of_memory(thread));
                return;
            }
        }
        values_ = to;
        *to++ = first;
        for (uint32_t i = 0; i < total; ++i) *to++ = args.values[i];
    }
    ArgumentBuffer(const ArgumentBuffer&) = delete;
    ArgumentBuffer& operator=(const ArgumentBuffer&) = delete;

    bool failed() const { return failed_; }
    CallArgs args() const { return {values_, positional_, names_}; }

  private:
    static constexpr uint32_t kInline = 12;
    const Tuple* names_;
    uint32_t positional_;
    bool failed_ = false;
    const Value* values_ = nullptr;
    std::unique_ptr<Value[]> large_;
    Value inline_[kInline];
};

}  // namespace moult

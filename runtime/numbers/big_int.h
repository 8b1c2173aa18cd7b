// What the files of int share: a view of any exact int as GMP limbs, results under construction, temporaries.
#pragma once

#include <gmp.h>

#include "runtime/numbers/int.h"
#include "runtime/operations/allocate.h"
#include "runtime/state/types.h"

namespace moult {

static_assert(sizeof(mp_limb_t) == 8 && GMP_NAIL_BITS == 0);

// Ints of more limbs are refused with MemoryError (2^30 limbs are 8 GiB; GMP aborts beyond 2^31).
constexpr int64_t kMaxLimbs = int64_t{1} << 30;

// Sign and magnitude of an exact int, small or big. Valid while the value lives.
class IntView {
  public:
    explicit IntView(Value exact) {
        if (exact.is_small_int()) {
            int64_t i = exact.as_small_int();
            own_ = static_cast<mp_limb_t>(i < 0 ? -i : i);
            limbs = &own_;
            count = i != 0;
            negative = i < 0;
        } else {
            const auto* big = exact.as<BigInt>();
            limbs = big->limbs();
            count = big->size < 0 ? -big->size : big->size;
            negative = big->size < 0;
        }
    }
    IntView(const IntView&) = delete;
    IntView& operator=(const IntView&) = delete;

    mpz_srcptr mpz() { return mpz_roinit_n(mpz_, limbs, negative ? -count : count); }
    mp_limb_t top() const { return limbs[count - 1]; }

    const mp_limb_t* limbs;
    mp_size_t count;
    bool negative;

  private:
    mp_limb_t own_ = 0;
    mpz_t mpz_;
};

// A temporary of GMP's own.
class Mpz {
  public:
    Mpz() { mpz_init(z_); }
    ~Mpz() { mpz_clear(z_); }
    Mpz(const Mpz&) = delete;
    Mpz& operator=(const Mpz&) = delete;
    operator mpz_ptr() { return z_; }  // NOLINT

  private:
    mpz_t z_;
};

// A result with room for `limbs`, to be filled and given to finish_big. Null: MemoryError.
inline Ref<BigInt> allocate_big(Thread& thread, int64_t limbs) {
    if (limbs > kMaxLimbs) [[unlikely]]
        return raise_out_of_memory(thread);
    return new_object_var<BigInt>(thread, thread.types().int_,
                                  static_cast<size_t>(limbs) * sizeof(mp_limb_t));
}
// Strips leading zero limbs; a value that fits becomes a small int.
Ref<Value> finish_big(Thread&, Ref<BigInt> big, mp_size_t count, bool negative);
Ref<Value> make_int(Thread&, mpz_srcptr);  // copies
Ref<Value> make_int128(Thread&, __int128);

}  // namespace moult

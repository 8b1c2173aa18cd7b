// math on many values: fsum, prod, hypot, dist.
#include <cmath>
#include <vector>

#include "modules/numbers/math_functions.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/float.h"
#include "runtime/operations/operations.h"

namespace moult {

namespace {

// a + b = sum + error, exactly.
double two_sum(double a, double b, double* error) {
    double sum = a + b, b_seen = sum - a;
    *error = (a - (sum - b_seen)) + (b - b_seen);
    return sum;
}

// The sum as doubles that do not overlap, smallest first: exact at any time (Shewchuk, "Adaptive Precision
// Floating-Point Arithmetic", 1997).
class ExactSum {
  public:
    // False: intermediate overflow.
    bool add(double x) {
        size_t kept = 0;
        for (double part : parts_) {
            double error, sum = two_sum(x, part, &error);
            if (std::isinf(sum)) return false;
            if (error != 0) parts_[kept++] = error;
            x = sum;
        }
        parts_.resize(kept);
        if (x != 0) parts_.push_back(x);
        return true;
    }

    // Rounded once. The first error decides between the two nearest doubles; when it lies exactly between
    // them, what is below it does.
    double round() const {
        if (parts_.empty()) return 0;
        size_t n = parts_.size() - 1;
        double high = parts_[n], low = 0;
        while (n > 0 && low == 0) high = two_sum(high, parts_[--n], &low);
        if (n > 0 && low != 0 && (low < 0) == (parts_[n - 1] < 0)) {
            double doubled = low * 2, moved = high + doubled;
            if (moved - high == doubled) high = moved;
        }
        return high;
    }

  private:
    std::vector<double> parts_;
};

// The square root of the sum of the squares of `values`, in about twice the precision of double, then
// rounded.
double norm(std::vector<double>& values) {
    double largest = 0;
    bool nan = false;
    for (double& v : values) {
        v = std::fabs(v);
        if (std::isinf(v)) return v;
        nan |= std::isnan(v);
        if (v > largest) largest = v;
    }
    if (nan) return std::nan("");
    if (largest == 0) return 0;
    int exponent;
    std::frexp(largest, &exponent);
    double high = 0, low = 0;
    for (double v : values) {
        double x = std::ldexp(v, -exponent), square = x * x, error;
        low += std::fma(x, x, -square);
        high = two_sum(high, square, &error);
        low += error;
    }
    double root = std::sqrt(high + low);
    double residue = (high - root * root) - std::fma(root, root, -(root * root)) + low;
    root += residue / (2 * root);
    return std::ldexp(root, exponent);
}

}  // namespace

Ref<Value> math_fsum(Thread& thread, Args args) {
    ExactSum sum;
    double specials = 0, infinities = 0;
    Status status = for_each(thread, args[0], [&](Value item) -> Status {
        double x = TRY(to_double(thread, item));
        if (!std::isfinite(x)) {
            if (std::isinf(x)) infinities += x;
            specials += x;
            return {};
        }
        if (!sum.add(x)) return raise_overflow_error(thread, "intermediate overflow in fsum");
        return {};
    });
    if (!status.ok()) return kError;
    if (std::isnan(infinities)) return raise_value_error(thread, "-inf + inf in fsum");
    return Value::number(specials != 0 ? specials : sum.round());
}

Ref<Value> math_prod(Thread& thread, Args args) {
    Ref<Value> product = share(args[1]);
    Status status = for_each(thread, args[0], [&](Value item) -> Status {
        product = TRY(binary_op(thread, BinaryOp::kMultiply, product, item));
        return {};
    });
    if (!status.ok()) return kError;
    return product;
}

Ref<Value> math_hypot(Thread& thread, Args args) {
    std::vector<double> values;
    values.reserve(args.rest_count);
    for (Value value : args.rest()) values.push_back(TRY(to_double(thread, value)));
    return Value::number(norm(values));
}

Ref<Value> math_dist(Thread& thread, Args args) {
    Ref<Tuple> p = TRY(to_tuple(thread, args[0]));
    Ref<Tuple> q = TRY(to_tuple(thread, args[1]));
    if (p->length != q->length)
        return raise_value_error(thread, "both points must have the same number of dimensions");
    std::vector<double> differences;
    differences.reserve(p->length);
    for (size_t i = 0; i < p->length; ++i) {
        double a = TRY(to_double(thread, p->items()[i]));
        double b = TRY(to_double(thread, q->items()[i]));
        differences.push_back(a - b);
    }
    return Value::number(norm(differences));
}

}  // namespace moult

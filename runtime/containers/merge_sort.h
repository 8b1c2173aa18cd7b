// A stable merge sort over plain arrays: natural runs, extended by binary insertion, merged in the order of
// powersort (Munro and Wild, "Nearly-Optimal Mergesorts", 2018). Knows nothing of lists; comparing may fail.
//
// MergeSort<Element, Less>: Element is trivially copyable; `less(a, b)` gives 1, 0, or -1 for failure.
// Whatever happens, the array holds a permutation of its elements afterwards. O(n log n) comparisons, n - 1
// when sorted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "runtime/memory/heap.h"

namespace moult {

enum class SortOutcome { kDone, kFailed, kOutOfMemory };

template <class Element, class Less>
class MergeSort {
  public:
    MergeSort(Heap& heap, Element* items, size_t count, Less less)
        : heap_(heap), items_(items), count_(count), less_(less) {}
    ~MergeSort() { heap_.free(buffer_); }
    MergeSort(const MergeSort&) = delete;
    MergeSort& operator=(const MergeSort&) = delete;

    SortOutcome run() {
        const size_t min_run = minimum_run(count_);
        size_t begin = 0;
        while (begin < count_) {
            size_t length = natural_run(begin);
            if (length == 0) return outcome_;
            size_t wanted = std::min(min_run, count_ - begin);
            if (length < wanted) {
                if (!insert(begin, begin + length, begin + wanted)) return outcome_;
                length = wanted;
            }
            if (!push_run({begin, length, 0})) return outcome_;
            begin += length;
        }
        while (depth_ > 1)
            if (!merge_top()) return outcome_;
        return SortOutcome::kDone;
    }

  private:
    // A sorted stretch. `power`: depth, in a perfectly balanced tree over the array, of the node where it and
    // the run before it would meet.
    struct Run {
        size_t begin, length;
        int power;
    };

    // Runs shorter than this are not worth a merge. Between 32 and 64, so that n / minimum is near a power of
    // two.
    static size_t minimum_run(size_t n) {
        size_t rounding = 0;
        while (n >= 64) {
            rounding |= n & 1;
            n >>= 1;
        }
        return n + rounding;
    }

    bool fail() {
        outcome_ = SortOutcome::kFailed;
        return false;
    }

    static void copy(Element* to, const Element* from, size_t count) {
        std::memmove(static_cast<void*>(to), from, count * sizeof(Element));
    }

    // The length of the run at `begin`; a strictly descending one is reversed. 0: failure.
    size_t natural_run(size_t begin) {
        size_t end = begin + 1;
        if (end == count_) return 1;
        int descending = less_(items_[end], items_[end - 1]);
        if (descending < 0) return fail(), 0;
        for (++end; end < count_; ++end) {
            int smaller = less_(items_[end], items_[end - 1]);
            if (smaller < 0) return fail(), 0;
            if (smaller != descending) break;
        }
        if (descending) std::reverse(items_ + begin, items_ + end);
        return end - begin;
    }

    // Sorts [sorted, end) into the sorted [begin, sorted).
    bool insert(size_t begin, size_t sorted, size_t end) {
        for (; sorted < end; ++sorted) {
            Element pivot = items_[sorted];
            size_t low = begin, high = sorted;
            while (low < high) {
                size_t middle = low + (high - low) / 2;
                int smaller = less_(pivot, items_[middle]);
                if (smaller < 0) return fail();
                if (smaller)
                    high = middle;
                else
                    low = middle + 1;
            }
            copy(items_ + low + 1, items_ + low, sorted - low);
            items_[low] = pivot;
        }
        return true;
    }

    // The depth at which the midpoints of two neighbouring runs part ways in binary search over the array.
    int node_power(const Run& left, const Run& right) const {
        uint64_t n = 2 * count_;
        uint64_t a = 2 * left.begin + left.length, b = 2 * right.begin + right.length;
        for (int power = 1;; ++power) {
            a *= 2, b *= 2;
            bool a_right = a >= n, b_right = b >= n;
            if (a_right != b_right) return power;
            if (a_right) a -= n, b -= n;
        }
    }

    bool push_run(Run run) {
        if (depth_ > 0) {
            run.power = node_power(runs_[depth_ - 1], run);
            while (depth_ > 1 && runs_[depth_ - 1].power > run.power)
                if (!merge_top()) return false;
        }
        runs_[depth_++] = run;
        return true;
    }

    bool merge_top() {
        Run &left = runs_[depth_ - 2], &right = runs_[depth_ - 1];
        Element *a = items_ + left.begin, *b = items_ + right.begin;
        size_t m = left.length, n = right.length;
        left.length += n;
        --depth_;
        // What of the left run comes before all of the right one is in its place already, and the other way
        // round.
        size_t skipped;
        if (!upper_bound(*b, a, m, &skipped)) return false;
        a += skipped, m -= skipped;
        if (m == 0) return true;
        if (!lower_bound(a[m - 1], b, n, &n)) return false;
        if (n == 0) return true;
        return m <= n ? merge_forwards(a, m, b, n) : merge_backwards(a, m, b, n);
    }

    // How many of the elements are not greater than `key`; searched from the front in growing steps.
    bool upper_bound(const Element& key, const Element* items, size_t count, size_t* result) {
        size_t low = 0, high = 0;
        for (size_t step = 1;; step *= 2) {
            high = std::min(low + step, count);
            if (high == low) return *result = low, true;
            int smaller = less_(key, items[high - 1]);
            if (smaller < 0) return fail();
            if (smaller) break;
            low = high;
        }
        --high;  // items[high] is greater
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int smaller = less_(key, items[middle]);
            if (smaller < 0) return fail();
            if (smaller)
                high = middle;
            else
                low = middle + 1;
        }
        *result = low;
        return true;
    }

    // How many of the elements are less than `key`; searched from the back in growing steps.
    bool lower_bound(const Element& key, const Element* items, size_t count, size_t* result) {
        size_t high = count, low = count;
        for (size_t step = 1;; step *= 2) {
            low = high > step ? high - step : 0;
            if (high == low) return *result = high, true;
            int smaller = less_(items[low], key);
            if (smaller < 0) return fail();
            if (smaller) break;
            high = low;
        }
        ++low;  // items[low - 1] is less
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            int smaller = less_(items[middle], key);
            if (smaller < 0) return fail();
            if (smaller)
                low = middle + 1;
            else
                high = middle;
        }
        *result = low;
        return true;
    }

    bool reserve(size_t count) {
        if (count <= capacity_) return true;
        heap_.free(buffer_);
        buffer_ = static_cast<Element*>(heap_.allocate(count * sizeof(Element)));
        capacity_ = buffer_ ? count : 0;
        if (!buffer_) outcome_ = SortOutcome::kOutOfMemory;
        return buffer_;
    }

    // The left run, set aside, and the right one, in place, are written from the front.
    bool merge_forwards(Element* a, size_t m, Element* b, size_t n) {
        if (!reserve(m)) return false;
        copy(buffer_, a, m);
        Element *target = a, *left = buffer_, *left_end = buffer_ + m, *right = b, *right_end = b + n;
        bool ok = true;
        while (left < left_end && right < right_end) {
            int smaller = less_(*right, *left);
            if (smaller < 0) {
                ok = fail();
                break;
            }
            *target++ = smaller ? *right++ : *left++;
        }
        copy(target, left, static_cast<size_t>(left_end - left));  // the gap is exactly as large
        return ok;
    }

    // The right run, set aside, and the left one, in place, are written from the back.
    bool merge_backwards(Element* a, size_t m, Element* b, size_t n) {
        if (!reserve(n)) return false;
        copy(buffer_, b, n);
        Element *target = b + n, *left = a + m, *right = buffer_ + n;
        bool ok = true;
        while (left > a && right > buffer_) {
            int smaller = less_(right[-1], left[-1]);
            if (smaller < 0) {
                ok = fail();
                break;
            }
            *--target = smaller ? *--left : *--right;
        }
        copy(left, buffer_, static_cast<size_t>(right - buffer_));
        return ok;
    }

    Heap& heap_;
    Element* items_;
    size_t count_;
    Less less_;
    Element* buffer_ = nullptr;
    size_t capacity_ = 0;
    Run runs_[66];  // powers strictly grow from bottom to top and stay below 65
    size_t depth_ = 0;
    SortOutcome outcome_ = SortOutcome::kDone;
};

}  // namespace moult

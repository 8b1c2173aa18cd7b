// A stable merge sort over plain arrays: natural runs, extended by binary insertion, merged in the order of
// powersort (Munro and Wild, "Nearly-Optimal Mergesorts", 2018), galloping where one run wins often (Peters'
// timsort). Knows nothing of lists; comparing may fail.
//
// MergeSort<Element, Less>: Element is trivially copyable; `less(a, b)` gives 1, 0, or -1 for failure. Which
// elements are compared, and in which order, is as in CPython 3.11, since programs can watch it. Whatever
// happens, the array holds a permutation of its elements afterwards. O(n log n) comparisons, n - 1 when
// sorted.
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
        while (depth_ > 1) {
            // The smaller neighbour of the run below the topmost one is merged with it.
            bool below = depth_ > 2 && runs_[depth_ - 3].length < runs_[depth_ - 1].length;
            if (!merge_at(depth_ - (below ? 3 : 2))) return outcome_;
        }
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
                if (!merge_at(depth_ - 2)) return false;
        }
        runs_[depth_++] = run;
        return true;
    }

    // Merges the run at a place of the stack, one of the two below the topmost, with the next one.
    bool merge_at(size_t place) {
        Run &left = runs_[place], &right = runs_[place + 1];
        Element *a = items_ + left.begin, *b = items_ + right.begin;
        size_t m = left.length, n = right.length;
        left.length += n;
        if (place + 3 == depth_) right = runs_[place + 2];
        --depth_;
        // What of the left run comes before all of the right one is in its place already, and the other way
        // round.
        size_t skipped;
        if (!gallop<kBehindEqual>(*b, a, m, 0, &skipped)) return false;
        a += skipped, m -= skipped;
        if (m == 0) return true;
        if (!gallop<kBeforeEqual>(a[m - 1], b, n, n - 1, &n)) return false;
        if (n == 0) return true;
        return m <= n ? merge_forwards(a, m, b, n) : merge_backwards(a, m, b, n);
    }

    enum Side { kBeforeEqual, kBehindEqual };

    // Whether the element comes before the place of `key` among its equals.
    template <Side side>
    int precedes(const Element& element, const Element& key) {
        if constexpr (side == kBeforeEqual) return less_(element, key);
        int smaller = less_(key, element);
        return smaller < 0 ? smaller : !smaller;
    }

    // How many of the `count` > 0 sorted elements come before `key`; searched in growing steps from `hint`
    // on, away from it, and then by halving.
    template <Side side>
    bool gallop(const Element& key, const Element* items, size_t count, size_t hint, size_t* result) {
        size_t low, high, last = 0, step = 1;
        int before = precedes<side>(items[hint], key);
        if (before < 0) return fail();
        if (before) {
            const size_t limit = count - hint;
            for (; step < limit; last = step, step = 2 * step + 1) {
                before = precedes<side>(items[hint + step], key);
                if (before < 0) return fail();
                if (!before) break;
            }
            low = hint + last + 1;
            high = hint + std::min(step, limit);
        } else {
            const size_t limit = hint + 1;
            for (; step < limit; last = step, step = 2 * step + 1) {
                before = precedes<side>(items[hint - step], key);
                if (before < 0) return fail();
                if (before) break;
            }
            low = limit - std::min(step, limit);
            high = hint - last;
        }
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            before = precedes<side>(items[middle], key);
            if (before < 0) return fail();
            if (before)
                low = middle + 1;
            else
                high = middle;
        }
        *result = high;
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

    // A merge under way. One run is set aside in the buffer, the other one is in place; `target` is where the
    // next element goes. What is left of the run in place lies where it belongs when the other is used up.
    struct Merge {
        Element *target, *left, *right;
        size_t left_count, right_count;
    };
    // Why it stops: one run is used up, all that is left of the run set aside is the one element that belongs
    // at the very end, or comparing failed.
    enum class Stop { kUsedUp, kOneLeft, kFailed };

    // The left run, set aside, and the right one, in place, are written from the front. The first to go is
    // from the right run, the last from the left one.
    bool merge_forwards(Element* a, size_t m, Element* b, size_t n) {
        if (!reserve(m)) return false;
        copy(buffer_, a, m);
        Merge merge{a, buffer_, b, m, n};
        Stop stop = go_forwards(merge);
        if (stop == Stop::kOneLeft) {
            copy(merge.target, merge.right, merge.right_count);
            merge.target[merge.right_count] = *merge.left;
            return true;
        }
        copy(merge.target, merge.left, merge.left_count);  // the gap is exactly as large
        return stop == Stop::kUsedUp || fail();
    }

    Stop go_forwards(Merge& m) {
        take_right_forwards(m, 1);
        if (m.right_count == 0) return Stop::kUsedUp;
        if (m.left_count == 1) return Stop::kOneLeft;
        for (size_t patience = patience_;;) {
            // One by one, until one run wins that often in a row.
            for (size_t left_wins = 0, right_wins = 0; left_wins < patience && right_wins < patience;) {
                int smaller = less_(*m.right, *m.left);
                if (smaller < 0) return Stop::kFailed;
                if (smaller) {
                    take_right_forwards(m, 1);
                    ++right_wins, left_wins = 0;
                    if (m.right_count == 0) return Stop::kUsedUp;
                } else {
                    take_left_forwards(m, 1);
                    ++left_wins, right_wins = 0;
                    if (m.left_count == 1) return Stop::kOneLeft;
                }
            }
            // Whole stretches, as long as they are long; the longer that goes on, the sooner it is tried
            // again.
            ++patience;
            for (size_t left_wins = kLongStretch, right_wins = 0;
                 left_wins >= kLongStretch || right_wins >= kLongStretch;) {
                if (patience > 1) --patience;
                patience_ = patience;
                if (!gallop<kBehindEqual>(*m.right, m.left, m.left_count, 0, &left_wins))
                    return Stop::kFailed;
                take_left_forwards(m, left_wins);
                if (left_wins && m.left_count == 1) return Stop::kOneLeft;
                if (left_wins && m.left_count == 0)
                    return Stop::kUsedUp;  // comparisons contradict each other
                take_right_forwards(m, 1);
                if (m.right_count == 0) return Stop::kUsedUp;
                if (!gallop<kBeforeEqual>(*m.left, m.right, m.right_count, 0, &right_wins))
                    return Stop::kFailed;
                take_right_forwards(m, right_wins);
                if (m.right_count == 0) return Stop::kUsedUp;
                take_left_forwards(m, 1);
                if (m.left_count == 1) return Stop::kOneLeft;
            }
            patience_ = ++patience;
        }
    }

    static void take_left_forwards(Merge& m, size_t count) {
        copy(m.target, m.left, count);
        m.target += count, m.left += count, m.left_count -= count;
    }
    static void take_right_forwards(Merge& m, size_t count) {
        copy(m.target, m.right, count);
        m.target += count, m.right += count, m.right_count -= count;
    }

    // The right run, set aside, and the left one, in place, are written from the back: `target` and the runs'
    // pointers are the ends of what is left. The first to go is from the left run, the last from the right
    // one.
    bool merge_backwards(Element* a, size_t m, Element* b, size_t n) {
        if (!reserve(n)) return false;
        copy(buffer_, b, n);
        Merge merge{b + n, a + m, buffer_ + n, m, n};
        Stop stop = go_backwards(merge);
        if (stop == Stop::kOneLeft) {
            copy(merge.target - merge.left_count, merge.left - merge.left_count, merge.left_count);
            merge.target[-1 - static_cast<ptrdiff_t>(merge.left_count)] = merge.right[-1];
            return true;
        }
        copy(merge.target - merge.right_count, buffer_, merge.right_count);
        return stop == Stop::kUsedUp || fail();
    }

    Stop go_backwards(Merge& m) {
        take_left_backwards(m, 1);
        if (m.left_count == 0) return Stop::kUsedUp;
        if (m.right_count == 1) return Stop::kOneLeft;
        for (size_t patience = patience_;;) {
            for (size_t left_wins = 0, right_wins = 0; left_wins < patience && right_wins < patience;) {
                int smaller = less_(m.right[-1], m.left[-1]);
                if (smaller < 0) return Stop::kFailed;
                if (smaller) {
                    take_left_backwards(m, 1);
                    ++left_wins, right_wins = 0;
                    if (m.left_count == 0) return Stop::kUsedUp;
                } else {
                    take_right_backwards(m, 1);
                    ++right_wins, left_wins = 0;
                    if (m.right_count == 1) return Stop::kOneLeft;
                }
            }
            ++patience;
            for (size_t left_wins = kLongStretch, right_wins = 0;
                 left_wins >= kLongStretch || right_wins >= kLongStretch;) {
                if (patience > 1) --patience;
                patience_ = patience;
                size_t stay;
                if (!gallop<kBehindEqual>(m.right[-1], m.left - m.left_count, m.left_count, m.left_count - 1,
                                          &stay))
                    return Stop::kFailed;
                left_wins = m.left_count - stay;
                take_left_backwards(m, left_wins);
                if (m.left_count == 0) return Stop::kUsedUp;
                take_right_backwards(m, 1);
                if (m.right_count == 1) return Stop::kOneLeft;
                if (!gallop<kBeforeEqual>(m.left[-1], buffer_, m.right_count, m.right_count - 1, &stay))
                    return Stop::kFailed;
                right_wins = m.right_count - stay;
                take_right_backwards(m, right_wins);
                if (right_wins && m.right_count == 1) return Stop::kOneLeft;
                if (right_wins && m.right_count == 0)
                    return Stop::kUsedUp;  // comparisons contradict each other
                take_left_backwards(m, 1);
                if (m.left_count == 0) return Stop::kUsedUp;
            }
            patience_ = ++patience;
        }
    }

    static void take_left_backwards(Merge& m, size_t count) {
        m.target -= count, m.left -= count, m.left_count -= count;
        copy(m.target, m.left, count);
    }
    static void take_right_backwards(Merge& m, size_t count) {
        m.target -= count, m.right -= count, m.right_count -= count;
        copy(m.target, m.right, count);
    }

    static constexpr size_t kLongStretch = 7;

    Heap& heap_;
    Element* items_;
    size_t count_;
    Less less_;
    Element* buffer_ = nullptr;
    size_t capacity_ = 0;
    size_t patience_ = kLongStretch;  // how often in a row one run must win before whole stretches are tried
    Run runs_[66];                    // powers strictly grow from bottom to top and stay below 65
    size_t depth_ = 0;
    SortOutcome outcome_ = SortOutcome::kDone;
};

}  // namespace moult

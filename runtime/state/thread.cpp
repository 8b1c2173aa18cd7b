// Thread: its frame stack, and the limit of the C++ stack.
#include "runtime/state/thread.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "runtime/state/errors.h"

namespace moult {

namespace {

// Address space for the values of frames; the system gives memory to what is touched.
constexpr size_t kFrameStackBytes = size_t{64} << 20;
// What must remain of the C++ stack below the limit: room for raising the error, for finalizers, and for C++
// code that does not check.
constexpr size_t kStackMargin = size_t{256} << 10;

char* find_stack_limit() {
    rlimit limit;
    if (gettid() == getpid() && getrlimit(RLIMIT_STACK, &limit) == 0) {
        // The main thread, whose stack begins not far above; asking the thread library would parse
        // /proc/self/maps.
        size_t size = limit.rlim_cur == RLIM_INFINITY ? size_t{64} << 20 : limit.rlim_cur;
        size_t own_margin = size > 4 * kStackMargin ? kStackMargin : size / 4;
        return static_cast<char*>(__builtin_frame_address(0)) - size + 2 * own_margin;
    }
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return nullptr;
    void* lowest = nullptr;
    size_t size = 0;
    int failure = pthread_attr_getstack(&attributes, &lowest, &size);
    pthread_attr_destroy(&attributes);
    if (failure || !lowest) return nullptr;
    size_t margin = size > 4 * kStackMargin ? kStackMargin : size / 4;
    return static_cast<char*>(lowest) + margin;
}

}  // namespace

Thread::Thread(Interpreter& in) : interp(in), heap(in.heap) {
    void* memory = mmap(nullptr, kFrameStackBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) {
        std::fputs("moult: no memory for the frame stack\n", stderr);
        std::abort();
    }
    stack_base = stack_top = static_cast<Value*>(memory);
    stack_end = stack_base + kFrameStackBytes / sizeof(Value);
}

void Thread::begin() {
    stack_limit = find_stack_limit();
    ident = static_cast<uint64_t>(pthread_self());
}

Thread::~Thread() {
    munmap(stack_base, kFrameStackBytes);
}

RecursionGuard::RecursionGuard(Thread& thread, const char* where)
    : thread_(thread),
      failed_(thread.stack_exhausted() || thread.recursion_depth >= thread.interp.recursion_limit) {
    if (failed_)
        static_cast<void>(raise_recursion_error(thread, where));
    else
        ++thread.recursion_depth;
}

}  // namespace moult

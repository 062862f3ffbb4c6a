/* Machine code of downloaded programs, called from Java, and what it calls. */
#include "ebpf.h"

int64_t ebpf_helper(int64_t r1, int64_t r2, int64_t r3, int64_t r4, int64_t r5, int64_t number, int64_t run) {
    if (number == EBPF_HELPER_ECHO) {
        return r1;
    }
    *(int64_t*) (run + EBPF_RUN_BUDGET) -= 1;
    return r1 + 3 * r2 + 5 * r3 + 7 * r4 + 11 * r5 + 13 * number;
}

static int64_t nothing(int64_t run) {
    return 0;
}

int64_t ebpf_timed_call(int64_t entry, int64_t run) {
    int64_t before = exos_cycles();
    ((int64_t (*volatile)(int64_t)) entry)(run);
    return exos_cycles() - before;
}

int64_t ebpf_timed_nothing(void) {
    return ebpf_timed_call((int64_t) nothing, 0);
}

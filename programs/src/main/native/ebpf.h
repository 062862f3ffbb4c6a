/* Machine code of downloaded programs, called from Java, and what it calls. */
#pragma once
#include "exos.h"

#define EBPF_RUN_BUDGET 40                      /* exo.ebpf.Run.BUDGET */
#define EBPF_HELPER_ECHO 5

static inline int64_t ebpf_call(int64_t entry, int64_t run) {
    return ((int64_t (*)(int64_t)) entry)(run);
}

/* Cycles of a call, and what reading the counter takes of them. */
int64_t ebpf_timed_call(int64_t entry, int64_t run);
int64_t ebpf_timed_nothing(void);

/* The helpers: number 5 gives its r1, every other a mixture of its arguments, and takes one off the budget. */
int64_t ebpf_helper(int64_t r1, int64_t r2, int64_t r3, int64_t r4, int64_t r5, int64_t number, int64_t run);
static inline int64_t ebpf_helper_address(void) {
    return (int64_t) ebpf_helper;
}

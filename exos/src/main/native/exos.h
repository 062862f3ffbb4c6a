/* What Java imports from the C half of the library OS. */
#pragma once
#include "aegis.h"

/* Binds a fresh frame at a page of the caller's own, with a table if one is missing; 0, or the kernel's status. */
int64_t exos_map_fresh(int64_t va, int64_t rights);
/* Gives the environment a fresh table frame; 0, or the kernel's status. */
int64_t exos_give_table(int64_t env);
/* Makes code the handler of all exceptions, with the save area at EXOS_SAVE_AREA (resume.h); 0, or the kernel's status. */
int64_t exos_set_handler(void* handler);
/* Makes exos_upcall the handler: it ends what runs under exos_guarded, and nothing else. */
int64_t exos_catch_exceptions(void);
/* Calls action(argument); -1, or the vector of the exception that it raised. Needs exos_catch_exceptions. */
int64_t exos_guarded(void (*action)(int64_t), int64_t argument);
/*
 * Has exceptions handled by a function, on a stack of its own: it gets vector, error code and fault address, and returns 1 to go
 * on at the instruction that raised it, or 0 for what exos_catch_exceptions would do. 0, or the kernel's status.
 */
int64_t exos_handle_exceptions(int64_t (*handler)(int64_t, int64_t, int64_t));

/* Transfers, with messages of six words in registers (transfer.S). */
int64_t exos_transfer(int64_t env, int64_t deadline, int64_t message);
int64_t exos_send(int64_t env, int64_t message);
int64_t exos_serve(int64_t (*handler)(int64_t kind, int64_t caller, int64_t message));
/* Declares the two entries that exos_serve wants. 0, or the kernel's status. */
int64_t exos_declare_server(void);

/* Writes out what System.out has gathered of a line. */
void exos_flush(void);

/* Ends the environment, after what it has printed. */
void exos_exit(int32_t status);

static inline int64_t exos_cycles(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (int64_t) ((uint64_t) high << 32 | low);
}

/* Accesses that may run the program's own page fault handler. */
static inline int64_t exos_load_paged(int64_t va) {
    int64_t value;
    __asm__ volatile("mov (%1), %0" : "=r"(value) : "r"(va) : "memory");
    return value;
}
static inline void exos_store_paged(int64_t va, int64_t value) {
    __asm__ volatile("mov %1, (%0)" : : "r"(va), "r"(value) : "memory");
}

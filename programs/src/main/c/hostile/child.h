/*
 * Children of a hostile program: environments with the same image at the same addresses, so that they share its memory as
 * threads do, but are others to the kernel. Each has a stack of its own in the image.
 */
#pragma once
#include "hostile.h"

#define CHILD_STACK_BYTES 8192
#define CHILDREN_MAXIMUM 16
#define CHILD_AREA UINT64_C(0x6000000)          /* where a child that wants one has its save area */

extern uint8_t __executable_start[], _end[];
static uint8_t child_stacks[CHILDREN_MAXIMUM][CHILD_STACK_BYTES] __attribute__((aligned(16)));

/* A child that has no pages yet. Its label is what the console shows. */
MAYBE int64_t create_child(uint64_t account) {
    return aegis_env_create(fresh(), fresh(), account, UINT64_C(0x646c696863), 0);
}
MAYBE int64_t share_image(uint64_t child) {
    for (uint64_t page = (uint64_t) __executable_start & -PAGE; page < (uint64_t) _end; page += PAGE) {
        uint64_t entry = (uint64_t) aegis_entry_read(self, page);
        if (!(entry & AEGIS_ENTRY_BOUND)) continue;
        int64_t status = bind_in(child, page, entry / PAGE, entry >> AEGIS_ENTRY_RIGHTS_SHIFT & 7);
        if (status < 0) return status;
    }
    return AEGIS_STATUS_OK;
}
MAYBE uint64_t child_stack(uint64_t which) { return (uint64_t) child_stacks[which] + CHILD_STACK_BYTES - 8; }

/* Starts a function in a child with the stack of that number; the child's name or what was refused. */
MAYBE int64_t spawn_in(uint64_t account, uint64_t which, void (*function)(uint64_t), uint64_t argument) {
    int64_t child = create_child(account);
    if (child < 0) return child;
    int64_t status = share_image((uint64_t) child);
    if (status < 0) return status;
    status = aegis_env_start((uint64_t) child, (uint64_t) function, child_stack(which), argument, 0);
    return status < 0 ? status : child;
}
MAYBE int64_t spawn(uint64_t which, void (*function)(uint64_t), uint64_t argument) {
    return spawn_in(0, which, function, argument);
}

/* The caller's first position of the vector from one on, or SLICES. */
MAYBE uint64_t own_slice(uint64_t from) {
    const volatile struct aegis_slice_record* slices = BOOK(aegis_slice_record, slices);
    while (from < AEGIS_SLICES && slices[from].owner != (self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK)) from++;
    return from;
}
/* Hands the last of the caller's positions on. */
MAYBE int64_t give_slice(uint64_t env) {
    uint64_t last = AEGIS_SLICES;
    for (uint64_t at = own_slice(0); at < AEGIS_SLICES; at = own_slice(at + 1)) last = at;
    return aegis_slice_give(last, env);
}
/* Takes back what is free, as far as the account goes. */
MAYBE void take_slices(void) { while (aegis_slice_alloc(AEGIS_ANY_SLICE) >= 0) continue; }

MAYBE int has_ended(uint64_t child) { return environment_record(child)->state == AEGIS_ENVIRONMENT_STATE_ENDED; }

/* Lets a child run in the caller's own slices until it has ended, or so many milliseconds are over: whether it has. */
MAYBE int run_child(uint64_t child, uint64_t limit) {
    uint64_t end = cycles() + milliseconds(limit);
    while (!has_ended(child) && cycles() < end) {
        if (aegis_yield(child) < 0) aegis_wait(AEGIS_EVENT_CHILD_ENDED, cycles() + milliseconds(1));
    }
    return has_ended(child);
}
/* Ends a child if it has not, and reaps it: its result. */
MAYBE int64_t finish(uint64_t child) {
    aegis_env_end(child, 0);
    int64_t result = aegis_env_result(child);
    while (aegis_env_reap(child) > 0) continue;
    return result;
}
/* What env_result says of an end: by a fault with a vector, or by exit. */
MAYBE int ended_by_fault(int64_t result, uint64_t vector) {
    return (result >> 8 & 0xff) == AEGIS_REASON_FAULT && (uint64_t) (result >> 16 & 0xff) == vector;
}
MAYBE int ended_well(int64_t result) { return (result & 0xffff) == 0; }

/* For a child: exceptions of its own, guarded_in with the area that this gives. */
MAYBE struct aegis_save_area* child_area(void) {
    uint64_t frame = fresh();
    if (bind_in((uint64_t) aegis_env_self(), CHILD_AREA, frame, READ_WRITE) < 0) aegis_exit(90);
    if (aegis_upcall(frame, CHILD_AREA, (uint64_t) guard_handler) < 0) aegis_exit(91);
    return (struct aegis_save_area*) CHILD_AREA;
}

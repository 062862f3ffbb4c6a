/* Uses what it had: every kind of resource after it was given back, broken, taken or closed, and after somebody else had it. */
#include "child.h"

#define PROBE UINT64_C(0x310000000)
#define ROUNDS 3000

static int faults(void (*act)(uint64_t), uint64_t va) { return guarded(act, va) == PAGE_FAULT; }

/* ---- one's own pages ----------------------------------------------------------------------------------------------- */

/* What was just used, so that a translation of it is cached, is gone when the call is back. */
static void touch_after_unbind(void) {
    uint64_t frame = fresh_at(PROBE, READ_WRITE), wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
        store_to(PROBE);
        aegis_unbind(self, PROBE);
        wrong += !faults(load_from, PROBE) + !faults(store_to, PROBE);
        aegis_bind(self, PROBE, frame, READ);
        load_from(PROBE);
        wrong += !faults(store_to, PROBE);
        aegis_protect(self, PROBE, READ_WRITE);
    }
    attack("page-after-unbind", wrong == 0, "%d of %d touches went through", wrong, (uint64_t) ROUNDS * 3);
}

static void write_after_protect(void) {
    uint64_t wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
        store_to(PROBE);
        aegis_protect(self, PROBE, READ);
        wrong += !faults(store_to, PROBE);
        wrong += !faults(jump_to, PROBE);
        aegis_protect(self, PROBE, READ_EXECUTE);
        wrong += !faults(store_to, PROBE);
        aegis_protect(self, PROBE, READ_WRITE);
        wrong += !faults(jump_to, PROBE);
    }
    attack("page-after-protect", wrong == 0, "%d of %d accesses went through", wrong, (uint64_t) ROUNDS * 4);
}

static void touch_after_drop(void) {
    uint64_t wrong = 0, frame = frame_at(PROBE);
    for (int round = 0; round < ROUNDS / 10; round++) {
        store_to(PROBE);
        while (aegis_table_drop(self, PROBE) > 0) continue;
        wrong += !faults(load_from, PROBE);
        bind_in(self, PROBE, frame, READ_WRITE);
    }
    attack("page-after-table-drop", wrong == 0, "%d of %d touches went through", wrong, (uint64_t) ROUNDS / 10);
}

static void free_while_bound(void) {
    struct tally tally = { { 0 } };
    uint64_t frame = frame_at(PROBE);
    judge(&tally, aegis_frame_free(frame), MAY(FRAME_BUSY));
    judge(&tally, aegis_frame_give(frame, parent_name()), MAY(FRAME_BUSY));
    judge(&tally, aegis_table_give(self, frame), MAY(FRAME_BUSY));
    judge(&tally, aegis_env_create(frame, fresh(), 0, 'a', 0), MAY(FRAME_BUSY));
    judge(&tally, aegis_frame_free(frame_at((uint64_t) &area)), MAY(FRAME_BUSY));
    aegis_unbind(self, (uint64_t) &area);       /* the save area: bound by nobody now, but pinned */
    uint64_t pinned = environment_record(self)->save_area / PAGE;
    judge(&tally, aegis_frame_free(pinned), MAY(FRAME_BUSY));
    judge(&tally, aegis_frame_give(pinned, parent_name()), MAY(FRAME_BUSY));
    judge(&tally, aegis_table_give(self, pinned), MAY(FRAME_BUSY));
    aegis_bind(self, (uint64_t) &area, pinned, READ_WRITE);
    verdict("frame-freed-while-in-use", &tally);
}

/* ---- another's bindings of one's frame ------------------------------------------------------------------------------ */

static struct aegis_capability capability __attribute__((aligned(32)));
static volatile uint64_t child_touches, child_faults, child_stop;

/* Binds by the capability and touches what it has bound, again and again, until it faults; then from the beginning. */
static void toucher(uint64_t unused) {
    uint64_t own = (uint64_t) aegis_env_self();
    struct aegis_save_area* save = child_area();
    while (!child_stop) {
        aegis_unbind(own, PROBE);
        aegis_table_give(own, fresh());
        if (aegis_cap_bind(own, PROBE, (uint64_t) &capability, READ_WRITE) < 0) {
            aegis_yield(0);
            continue;
        }
        while (!child_stop && guarded_in(save, store_to, PROBE) == NONE) child_touches++;
        child_faults++;
    }
    aegis_exit(0);
}

static void break_what_another_bound(void) {
    uint64_t frame = fresh(), wrong = 0, before;
    int64_t child = spawn(0, toucher, 0);
    give_slice((uint64_t) child);
    for (int round = 0; round < 50; round++) {
        uint64_t touches = child_touches;
        aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ_WRITE, (uint64_t) &capability);
        for (int i = 0; i < 1000 && child_touches == touches; i++) aegis_yield((uint64_t) child);
        aegis_cap_revoke(AEGIS_CAPABILITY_FRAME, frame);
        while (aegis_frame_break(frame) > 0) continue;
        before = child_touches;
        aegis_yield((uint64_t) child), aegis_yield(0);
        wrong += child_touches > before + 1;       /* one that was done and not yet counted */
        /* Nobody has it bound: it is free at once, and another's, who fills it with what must stay. */
        wrong += aegis_frame_free(frame) < 0;
        wrong += fresh_at(PROBE, READ_WRITE) == AEGIS_NO_FRAME;
        frame = frame_at(PROBE);
        aegis_yield((uint64_t) child);
        wrong += *(volatile uint8_t*) PROBE;
        aegis_unbind(self, PROBE);
    }
    child_stop = 1;
    aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ, (uint64_t) &capability);
    run_child((uint64_t) child, 500);
    finish((uint64_t) child);
    take_slices();
    attack("binding-after-frame-break", wrong == 0 && child_touches > 100,
            "%d wrong; another touched it %d times and faulted %d times",
           wrong, child_touches, child_faults);
    aegis_frame_free(frame);
}

/* Touches a page of its own that its parent binds, cuts and breaks: what is behind one's back must be as strict. */
static void touches_and_goes_on(uint64_t unused) {
    struct aegis_save_area* save = child_area();
    while (!child_stop) if (guarded_in(save, store_to, PROBE) == NONE) child_touches++;
    aegis_exit(0);
}
static void cut_what_a_child_has(void) {
    uint64_t wrong = 0, frame = fresh();
    child_stop = child_touches = 0;
    uint64_t child = (uint64_t) spawn(0, touches_and_goes_on, 0);
    give_slice(child);
    for (int round = 0; round < 60; round++) {
        uint64_t touches = child_touches;
        wrong += bind_in(child, PROBE, frame, READ_WRITE) != 0;
        for (int i = 0; i < 1000 && child_touches == touches; i++) aegis_yield(child);
        if (round % 4 == 0) wrong += aegis_protect(child, PROBE, READ) != 0;
        if (round % 4 == 1) wrong += aegis_unbind(child, PROBE) < 0;
        if (round % 4 == 2) while (aegis_table_drop(child, PROBE) > 0) continue;
        if (round % 4 == 3) while (aegis_frame_break(frame) > 0) continue;
        touches = child_touches;
        aegis_yield(child);
        wrong += child_touches > touches + 1;
        aegis_unbind(child, PROBE);
    }
    child_stop = 1;
    wrong += child_touches < 60;
    run_child(child, 500);
    finish(child);
    take_slices();
    aegis_frame_free(frame);
    attack("childs-page-after-cut", wrong == 0,
            "%d wrong in 60 rounds of protect, unbind, table_drop, frame_break; the child touched it %d times",
           wrong, child_touches);
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

static void nothing(uint64_t unused) { aegis_exit(7); }

static void name_the_dead(void) {
    struct tally tally = { { 0 } };
    for (int round = 0; round < 100; round++) {
        int64_t dead = create_child(0);
        finish((uint64_t) dead);
        int64_t next = create_child(0);         /* the same record again */
        uint64_t name = (uint64_t) dead;
        judge(&tally, (dead & 0xffff) == (next & 0xffff) && dead != next ? AEGIS_STATUS_NO_SUCH_ENVIRONMENT : AEGIS_STATUS_OK,
              MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_env_end(name, 0), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_env_reap(name), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_env_result(name), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_env_start(name, (uint64_t) nothing, child_stack(0), 0, 0), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_bind(name, PROBE, 1, READ), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_yield(name), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_transfer_sync(name, 0), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_slice_give(own_slice(0), name), MAY(NO_SUCH_ENVIRONMENT));
        judge(&tally, aegis_revoke(name, AEGIS_RESOURCE_FRAMES, 1, 1), MAY(NO_SUCH_ENVIRONMENT));
        finish((uint64_t) next);
    }
    verdict("environment-after-reap", &tally);
}

/* Ended, and not reaped yet. */
static void order_the_ended(void) {
    struct tally tally = { { 0 } };
    uint64_t child = (uint64_t) create_child(0), frame = fresh();
    aegis_env_end(child, 0);
    judge(&tally, aegis_env_start(child, (uint64_t) nothing, child_stack(0), 0, 0), MAY(WRONG_STATE));
    judge(&tally, aegis_env_end(child, 0), MAY(WRONG_STATE));
    judge(&tally, aegis_env_resume(child, 0), MAY(WRONG_STATE));
    judge(&tally, aegis_env_guard(child, 1), MAY(WRONG_STATE));
    judge(&tally, aegis_bind(child, PROBE, frame, READ), MAY(WRONG_STATE));
    judge(&tally, aegis_table_give(child, frame), MAY(WRONG_STATE));
    judge(&tally, aegis_frame_give(frame, child), MAY(WRONG_STATE));
    judge(&tally, aegis_slice_give(own_slice(0), child), MAY(WRONG_STATE));
    judge(&tally, aegis_yield(child), MAY(WRONG_STATE));
    judge(&tally, aegis_transfer_sync(child, 0), MAY(WOULD_BLOCK));
    judge(&tally, aegis_transfer_async(child), MAY(WOULD_BLOCK));
    judge(&tally, aegis_revoke(child, AEGIS_RESOURCE_FRAMES, 1, 1), MAY(WRONG_STATE));
    verdict("ended-environment", &tally);
    finish(child), aegis_frame_free(frame);
}

static void use_closed_account(void) {
    struct tally tally = { { 0 } };
    uint64_t a = fresh(), b = fresh();
    for (int round = 0; round < 100; round++) {
        uint64_t account = (uint64_t) aegis_account_create();
        judge(&tally, aegis_account_close(account), MAY(OK));
        uint64_t next = (uint64_t) aegis_account_create();
        judge(&tally, aegis_account_lend(account, AEGIS_RESOURCE_FRAMES, 1), MAY(NO_SUCH_ACCOUNT));
        judge(&tally, aegis_account_reclaim(account, AEGIS_RESOURCE_FRAMES, 1), MAY(NO_SUCH_ACCOUNT));
        judge(&tally, aegis_account_close(account), MAY(NO_SUCH_ACCOUNT));
        judge(&tally, aegis_env_create(a, b, account, 'a', 0), MAY(NO_SUCH_ACCOUNT));
        judge(&tally, aegis_account_close(next), MAY(OK));
    }
    verdict("account-after-close", &tally);
    aegis_frame_free(a), aegis_frame_free(b);
}

static void use_given_slice(void) {
    struct tally tally = { { 0 } };
    uint64_t child = (uint64_t) create_child(0);
    for (int round = 0; round < 100; round++) {
        uint64_t position = own_slice(0);
        judge(&tally, aegis_slice_free(position), MAY(OK));
        judge(&tally, aegis_slice_free(position), MAY(NOT_YOURS));
        judge(&tally, aegis_slice_give(position, child), MAY(NOT_YOURS));
        judge(&tally, aegis_slice_alloc(position), MAY(OK));
    }
    uint64_t position = own_slice(0);
    judge(&tally, aegis_slice_give(position, child), MAY(OK));
    judge(&tally, aegis_slice_free(position), MAY(NOT_YOURS));
    judge(&tally, aegis_slice_give(position, child), MAY(NOT_YOURS));
    finish(child);
    judge(&tally, aegis_slice_free(position), MAY(NOT_YOURS));
    judge(&tally, aegis_slice_alloc(position), MAY(OK));
    verdict("slice-after-free", &tally);
}

static void use_freed_frame(void) {
    struct tally tally = { { 0 } };
    static struct aegis_capability place __attribute__((aligned(32)));
    for (int round = 0; round < 200; round++) {
        uint64_t frame = fresh();
        judge(&tally, aegis_frame_free(frame), MAY(OK));
        judge(&tally, aegis_frame_free(frame), MAY(NOT_YOURS));
        judge(&tally, aegis_bind(self, PROBE, frame, READ), MAY(NOT_YOURS));
        judge(&tally, aegis_frame_give(frame, parent_name()), MAY(NOT_YOURS));
        judge(&tally, aegis_frame_guarantee(frame, 1), MAY(NOT_YOURS));
        judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ, (uint64_t) &place), MAY(NOT_YOURS));
        judge(&tally, aegis_upcall(frame, (uint64_t) &area, (uint64_t) guard_handler), MAY(NOT_YOURS));
    }
    verdict("frame-after-free", &tally);
}

/* The console's input is somebody else's, or nobody's here. */
static void read_the_console(void) {
    struct tally tally = { { 0 } };
    judge(&tally, aegis_console_read((uint64_t) &area, 64), MAY(NOT_YOURS));
    judge(&tally, aegis_console_give(self), MAY(NOT_YOURS));
    judge(&tally, aegis_console_give(parent_name()), MAY(NOT_YOURS));
    verdict("console-input-of-another", &tally);
}

static int hostile_main(int argc, char** argv) {
    touch_after_unbind();
    write_after_protect();
    touch_after_drop();
    free_while_bound();
    discard(PROBE);
    break_what_another_bound();
    cut_what_a_child_has();
    name_the_dead();
    order_the_ended();
    use_closed_account();
    use_given_slice();
    use_freed_frame();
    read_the_console();
    return 0;
}

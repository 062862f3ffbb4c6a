/*
 * Memory that changes while the kernel looks at it: another environment shares the page with the arguments and flips them
 * between a right and a wrong form without pause, over many slice ends, while this one makes the call. What the kernel does must
 * be one of the two, whole: never the check of one and the deed of the other. Argument: how many thousand rounds of each.
 */
#include "child.h"

#define PROBE UINT64_C(0x3b0000000)
#define BATCH 100
#define HOST UINT64_C(0x3c0000000)              /* of a child that lends its memory, where the caller's list is */

static struct aegis_capability good __attribute__((aligned(32))), bad __attribute__((aligned(32)));
static struct aegis_capability shown __attribute__((aligned(32))), restricted __attribute__((aligned(32)));
static struct aegis_batch_entry list[BATCH] __attribute__((aligned(32)));
static volatile uint64_t mode, flips, own_frame, others_frame;
static volatile char text[256];

/* Flips what the mode says, as fast as it can. */
static void flipper(uint64_t unused) {
    for (uint64_t i = 0;; i++, flips++) {
        volatile uint64_t* to = (volatile uint64_t*) &shown;
        const uint64_t* from = (const uint64_t*) (i & 1 ? &good : &bad);
        if (mode == 0) to[0] = from[0], to[1] = from[1], to[2] = from[2];
        if (mode == 3) for (int at = 0; at < 255; at++) text[at] = i & 1 ? 'a' : '\n';
        for (uint64_t at = 0; at < BATCH; at++) {
            volatile struct aegis_batch_entry* entry = &list[at];
            if (mode == 1) entry->frame = i & 1 ? own_frame : others_frame;
            if (mode == 2) entry->rights = i & 1 ? READ : 6 | READ;
            if (mode == 4) entry->va = i & 1 ? PROBE + at * PAGE : UINT64_C(0xffff800000200000);
        }
    }
}

static uint64_t frame_bound_at(uint64_t va) {
    uint64_t entry = (uint64_t) aegis_entry_read(self, va);
    return entry & 1 ? entry / PAGE : 0;
}

/* The capability is for the frame with READ, or for the same frame altered to WRITE. */
static void flip_capability(uint64_t rounds, uint64_t child) {
    struct tally tally = { { 0 } };
    mode = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        if (i % 16 == 0) aegis_yield(child);
        int64_t status = aegis_cap_bind(self, PROBE, (uint64_t) &shown, READ_WRITE);
        judge(&tally, status, MAY(NOT_YOURS) | MAY(BAD_CAPABILITY));
        status = aegis_cap_restrict((uint64_t) &shown, READ_WRITE, (uint64_t) &restricted);
        judge(&tally, status, MAY(NOT_YOURS) | MAY(BAD_CAPABILITY));
        status = aegis_cap_bind(self, PROBE, (uint64_t) &shown, READ);
        judge(&tally, status, MAY(OK) | MAY(BAD_CAPABILITY));
        if (status >= 0) judge(&tally, frame_bound_at(PROBE) == own_frame ? 0 : -STATUSES, MAY(OK));
        aegis_unbind(self, PROBE);
    }
    verdict("capability-flipped", &tally);
}

/* Of each entry the call of that name: what is bound is the caller's own frame, with rights that may be, in user space. */
static void flip_batch(const char* name, uint64_t which, uint64_t rounds, uint64_t child) {
    struct tally tally = { { 0 } };
    for (int entry = 0; entry < BATCH; entry++) {
        list[entry] = (struct aegis_batch_entry) { AEGIS_BATCH_BIND, READ, PROBE + (uint64_t) entry * PAGE, own_frame };
    }
    mode = which;
    for (uint64_t i = 0; i < rounds; i++) {
        if (i % 4 == 0) aegis_yield(child);
        int64_t done = aegis_batch(self, (uint64_t) list, BATCH);
        judge(&tally, done, MAY(OK) | MAY(NOT_YOURS) | MAY(WRITABLE_AND_EXECUTABLE) | MAY(BAD_ADDRESS));
        for (uint64_t entry = 0; entry < BATCH; entry++) {
            uint64_t word = (uint64_t) aegis_entry_read(self, PROBE + entry * PAGE);
            if (!(word & 1)) continue;
            int right = word / PAGE == own_frame && (word >> 1 & 7) == READ && (int64_t) entry < done;
            if (!right) judge(&tally, -STATUSES, 0);
            aegis_unbind(self, PROBE + entry * PAGE);
        }
    }
    mode = 9;
    verdict(name, &tally);
}

/* Each line that the console shows still begins with the label: the test looks at all of them. */
static void flip_text(uint64_t rounds, uint64_t child) {
    struct tally tally = { { 0 } };
    mode = 3;
    for (uint64_t i = 0; i < rounds; i++) {
        aegis_yield(child);
        judge(&tally, aegis_console_write((uint64_t) text, i % 40 + 1), MAY(OK) | MAY(WOULD_BLOCK));
    }
    mode = 9;
    end_line();
    verdict("text-flipped", &tally);
}

/* The page with the list goes by an entry of the list: it is there for the whole of a call, which no one else can come between,
 * or not at all. */
static void page_that_goes(uint64_t rounds) {
    struct tally tally = { { 0 } };
    uint64_t frame = fresh_at(HOST, READ_WRITE);
    struct aegis_batch_entry* there = (struct aegis_batch_entry*) HOST;
    for (uint64_t i = 0; i < rounds; i++) {
        there[0] = (struct aegis_batch_entry) { AEGIS_BATCH_BIND, READ, PROBE, own_frame };
        there[1] = (struct aegis_batch_entry) { AEGIS_BATCH_PROTECT, i & 1 ? READ : READ_WRITE, HOST, 0 };
        there[2] = (struct aegis_batch_entry) { AEGIS_BATCH_UNBIND, 0, HOST, 0 };
        there[3] = (struct aegis_batch_entry) { AEGIS_BATCH_UNBIND, 0, PROBE, 0 };
        judge(&tally, aegis_batch(self, HOST, 4) == 4 ? 0 : -STATUSES, MAY(OK));
        judge(&tally, aegis_batch(self, HOST, 4), MAY(BAD_ADDRESS));
        judge(&tally, aegis_unbind(self, PROBE), MAY(NOT_BOUND));
        aegis_bind(self, HOST, frame, READ_WRITE);
    }
    discard(HOST);
    verdict("argument-page-that-goes", &tally);
}

static int hostile_main(int argc, char** argv) {
    uint64_t rounds = (argc > 1 ? number_of(argv[1]) : 10) * 1000;
    own_frame = fresh_at(PROBE, READ), others_frame = frame_record(own_frame)->kind;
    for (uint64_t frame = 1; frame < BOOKS->frame_count; frame++) {
        if (frame_record(frame)->kind == AEGIS_FRAME_KIND_ORDINARY
                && frame_record(frame)->owner == environment_record(self)->parent) others_frame = frame;
    }
    aegis_unbind(self, PROBE);
    aegis_cap_make(AEGIS_CAPABILITY_FRAME, own_frame, READ, (uint64_t) &good);
    bad = good, bad.rights = READ_WRITE;
    int64_t child = spawn(0, flipper, 0);
    if (child < 0) return 4;
    give_slice((uint64_t) child), give_slice((uint64_t) child), give_slice((uint64_t) child);
    flip_capability(rounds, (uint64_t) child);
    flip_batch("batch-frame-flipped", 1, rounds / 20, (uint64_t) child);
    flip_batch("batch-rights-flipped", 2, rounds / 20, (uint64_t) child);
    flip_batch("batch-address-flipped", 4, rounds / 20, (uint64_t) child);
    flip_text(8, (uint64_t) child);
    page_that_goes(rounds / 10);
    finish((uint64_t) child);
    take_slices();
    return flips > 100 ? 0 : 5;
}

/*
 * Arguments at every boundary: each argument of each call goes through all of a list of awkward values while the others are
 * drawn from it at random; and the claims that matter one by one. Its own memory must be as it was where no call was to write.
 */
#include "child.h"

#define PROBE UINT64_C(0x320000000)
#define PLACE UINT64_C(0x330000000)
#define SHUFFLES 40                             /* random rest for each call, argument and value */
#define BIT_63 (UINT64_C(1) << 63)

static uint64_t seed = 88172645463325252;

static const uint64_t awkward[] = {
    0, 1, 2, 3, 4, 7, 8, 31, 63, 64, 99, 100, 101, 255, 256, 4095, 4096, 4097, 0xffff, 0x10000, 0x10001, 0xffffffff, 0x100000000,
    AEGIS_USER_START - 1, AEGIS_USER_END, AEGIS_USER_END - 1, AEGIS_USER_END - 8, AEGIS_USER_END - 4096, AEGIS_USER_END - 4097,
    0x7ffffffffff8, 0x7fffffffffff, 0x800000000000, 0x800000001000, 0xffff7fffffffffff, 0xffff800000000000, 0xffff800000200000,
    AEGIS_BOOKS_START, AEGIS_BOOKS_START + 4096, 0xffffffff80000000, 0xffffffff80200000, -1, -2, -8, -32, -4095, -4096, -4097,
    BIT_63, BIT_63 - 1, BIT_63 + 1, BIT_63 - 4096, 0x5555555555555555, 0xaaaaaaaaaaaaaaaa,
};
#define VALUES (sizeof awkward / sizeof *awkward)

/* All calls that come back whatever they are given, but for those that would sleep without end. */
static const uint8_t calls[] = {
    AEGIS_CALL_NULL, AEGIS_CALL_YIELD, AEGIS_CALL_SEGMENT_BASES, AEGIS_CALL_ENV_CREATE, AEGIS_CALL_ENV_START, AEGIS_CALL_ENV_END,
    AEGIS_CALL_ENV_REAP, AEGIS_CALL_ENV_SELF, AEGIS_CALL_ENV_RESULT, AEGIS_CALL_ENV_GUARD, AEGIS_CALL_ENV_RESUME,
    AEGIS_CALL_FRAME_FREE, AEGIS_CALL_FRAME_GIVE, AEGIS_CALL_FRAME_INFO, AEGIS_CALL_FRAME_BREAK, AEGIS_CALL_FRAME_GUARANTEE,
    AEGIS_CALL_TABLE_GIVE, AEGIS_CALL_BIND, AEGIS_CALL_UNBIND, AEGIS_CALL_PROTECT, AEGIS_CALL_BATCH, AEGIS_CALL_ENTRY_READ,
    AEGIS_CALL_ENTRY_WRITE, AEGIS_CALL_ENTRY_CLEAN, AEGIS_CALL_TABLE_DROP, AEGIS_CALL_CONSOLE_READ, AEGIS_CALL_CONSOLE_GIVE,
    AEGIS_CALL_POWER_OFF, AEGIS_CALL_MACHINE_INFO, AEGIS_CALL_CAP_MAKE, AEGIS_CALL_CAP_RESTRICT, AEGIS_CALL_CAP_REVOKE,
    AEGIS_CALL_CAP_BIND, AEGIS_CALL_TRANSFER_SYNC, AEGIS_CALL_TRANSFER_ASYNC, AEGIS_CALL_SLICE_FREE,
    AEGIS_CALL_SLICE_GIVE, AEGIS_CALL_ACCOUNT_LEND, AEGIS_CALL_ACCOUNT_RECLAIM, AEGIS_CALL_ACCOUNT_CLOSE, AEGIS_CALL_ACCOUNT_SELF,
    AEGIS_CALL_REVOKE, AEGIS_CALL_PROGRAM_BEGIN, AEGIS_CALL_PROGRAM_STEP, AEGIS_CALL_PROGRAM_END, AEGIS_CALL_PROGRAM_AREA,
    AEGIS_CALL_RING_END, AEGIS_CALL_FILTER_BIND, AEGIS_CALL_FILTER_UNBIND, AEGIS_CALL_PACKET_SEND, AEGIS_CALL_CLAIM_SPLIT,
    AEGIS_CALL_CLAIM_RETURN, 0x06, 0x0f, 0x4f, 0x7f, 0x8d, 0x91, 0xff,
};

static uint64_t any(void) { return awkward[random_next(&seed) % VALUES]; }

/* The first argument is the caller itself in every other try, or no argument behind it would be looked at. */
static void through_all_values(void) {
    struct tally tally = { { 0 } };
    for (uint64_t call = 0; call < sizeof calls; call++) {
        for (uint64_t tried = 0; tried < 5 * VALUES * SHUFFLES; tried++) {
            uint64_t a[5] = { any(), any(), any(), any(), any() };
            if (tried & 1) a[0] = self;
            a[tried / VALUES % 5] = awkward[tried % VALUES];
            if (calls[call] == AEGIS_CALL_TABLE_DROP && a[1] < PROBE) continue;
            judge(&tally, aegis_call5(calls[call], a[0], a[1], a[2], a[3], a[4]), (UINT64_C(1) << STATUSES) - 1);
        }
    }
    aegis_segment_bases(0, 0);
    verdict("awkward-arguments", &tally);
}

static void numbers_beyond_the_calls(void) {
    struct tally tally = { { 0 } };
    for (uint64_t number = AEGIS_CALL_REVOKE + 1; number < 4096; number++) {
        if (number >= AEGIS_CALL_PROGRAM_BEGIN && number <= AEGIS_CALL_PROGRAM_AREA) continue;
        if (number >= AEGIS_CALL_RING_BEGIN && number <= AEGIS_CALL_CLAIM_RETURN) continue;
        judge(&tally, aegis_call0(number), MAY(NO_SUCH_CALL));
    }
    for (uint64_t i = 0; i < 64; i++) {
        uint64_t number = UINT64_C(1) << i;
        for (uint64_t low = 0; i >= 8 && low < 256; low++) judge(&tally, aegis_call0(number | low), MAY(NO_SUCH_CALL));
        for (uint64_t low = 0; i >= 8 && low < 256; low++) judge(&tally, aegis_call0(-number - low), MAY(NO_SUCH_CALL));
    }
    verdict("numbers-beyond-the-calls", &tally);
}

/* Addresses that a call is to read or write: not one of them is the caller's. */
static void others_memory_as_argument(void) {
    struct tally tally = { { 0 } };
    for (uint64_t i = 0; i < VALUES; i++) {
        for (uint64_t offset = 0; offset < 64; offset += 32) {
            uint64_t va = awkward[i] + offset;
            judge(&tally, aegis_console_write(va, 8), MAY(BAD_ADDRESS));
            judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame_at(PROBE), READ, va), MAY(BAD_ADDRESS));
            judge(&tally, aegis_cap_restrict(va, READ, (uint64_t) &area), MAY(BAD_ADDRESS));
            judge(&tally, aegis_cap_bind(self, PLACE, va, READ), MAY(BAD_ADDRESS));
            judge(&tally, aegis_batch(self, va, 1), MAY(BAD_ADDRESS));
        }
    }
    judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame_at(PROBE), READ, PROBE), MAY(BAD_ADDRESS));
    judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame_at(PROBE), READ, (uint64_t) awkward & -32), MAY(BAD_ADDRESS));
    judge(&tally, aegis_console_write(PROBE + 4095, 2), MAY(BAD_ADDRESS));
    judge(&tally, aegis_console_write(PROBE - 1, 2), MAY(BAD_ADDRESS));
    judge(&tally, aegis_console_write(PROBE, 513), MAY(BAD_ARGUMENT));
    judge(&tally, aegis_console_write(PROBE, -PROBE), MAY(BAD_ARGUMENT));
    judge(&tally, aegis_batch(self, PROBE + 4096 - 32, 2), MAY(BAD_ADDRESS) | MAY(BAD_ARGUMENT));
    judge(&tally, aegis_batch(self, PROBE + 16, 1), MAY(BAD_ADDRESS));
    for (uint64_t offset = 1; offset < 32; offset++) {
        judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame_at(PROBE), READ, (uint64_t) &area + offset), MAY(BAD_ADDRESS));
    }
    verdict("others-memory-as-argument", &tally);
}

/* ---- pages --------------------------------------------------------------------------------------------------------- */

static int entry_is_plain(uint64_t entry, uint64_t frame, uint64_t rights) {
    return entry / PAGE == frame && (entry >> AEGIS_ENTRY_RIGHTS_SHIFT & 7) == (rights & 7)
            && (entry & 0x700) == (rights & 0x700);
}

static void odd_rights(void) {
    struct tally tally = { { 0 } };
    uint64_t frame = frame_at(PROBE);
    bind_in(self, PLACE, frame, READ), aegis_unbind(self, PLACE);
    for (uint64_t i = 0; i < 20000; i++) {
        uint64_t rights = i < 8192 ? i : i < 16384 ? random_next(&seed) : UINT64_C(1) << i % 64 | 1;
        int permitted = (rights & ~UINT64_C(0x707)) == 0 && (rights & 1) && (rights & 6) != 6;
        int64_t status = aegis_bind(self, PLACE, frame, rights);
        judge(&tally, status, permitted ? MAY(OK) : MAY(BAD_ARGUMENT) | MAY(WRITABLE_AND_EXECUTABLE));
        if (status < 0) continue;
        int plain = entry_is_plain((uint64_t) aegis_entry_read(self, PLACE), frame, rights);
        judge(&tally, plain ? AEGIS_STATUS_OK : -STATUSES, MAY(OK));
        int64_t written = guarded(store_to, PLACE + 2048), jumped = guarded(jump_to, PLACE);
        judge(&tally, (written == NONE) == !!(rights & 2) && (jumped == NONE) == !!(rights & 4) ? 0 : -STATUSES, MAY(OK));
        aegis_unbind(self, PLACE);
    }
    verdict("odd-rights", &tally);
}

static void outside_of_user_space(void) {
    struct tally tally = { { 0 } };
    uint64_t frame = frame_at(PROBE);
    for (uint64_t i = 0; i < VALUES; i++) {
        uint64_t va = awkward[i];
        if (va >= AEGIS_USER_START && va < AEGIS_USER_END && va % PAGE == 0) continue;
        judge(&tally, aegis_bind(self, va, frame, READ), MAY(BAD_ADDRESS));
        judge(&tally, aegis_unbind(self, va), MAY(BAD_ADDRESS));
        judge(&tally, aegis_protect(self, va, READ), MAY(BAD_ADDRESS));
        judge(&tally, aegis_entry_read(self, va), MAY(BAD_ADDRESS));
        judge(&tally, aegis_entry_write(self, va, 0), MAY(BAD_ADDRESS));
        judge(&tally, aegis_entry_clean(self, va), MAY(BAD_ADDRESS));
        if (va >= AEGIS_USER_END) judge(&tally, aegis_table_drop(self, va), MAY(BAD_ADDRESS));
        if (va != 0 && (va < AEGIS_USER_START || va >= AEGIS_USER_END)) {
            judge(&tally, aegis_segment_bases(va, 0), MAY(BAD_ADDRESS));
            judge(&tally, aegis_segment_bases(0, va), MAY(BAD_ADDRESS));
            judge(&tally, aegis_entry_point(AEGIS_ENTRY_POINT_PROLOGUE, va), MAY(BAD_ADDRESS));
            judge(&tally, aegis_text_range(va, va + 1), MAY(BAD_ADDRESS));
        }
    }
    verdict("outside-of-user-space", &tally);
}

/* Words that the kernel keeps in entries without a binding must never become one. */
static void words_in_entries(void) {
    struct tally tally = { { 0 } };
    uint64_t reached = 0;
    for (uint64_t i = 0; i < 3000; i++) {
        uint64_t word = i < 64 ? UINT64_C(1) << i : i < 128 ? frame_at(PROBE) * PAGE | (i & 63) << 1 | 6 : random_next(&seed);
        int64_t status = aegis_entry_write(self, PLACE, word);
        judge(&tally, status, (word & 1) || word >> 63 ? MAY(BAD_ARGUMENT) : MAY(OK));
        reached += guarded(load_from, PLACE) != PAGE_FAULT;
        if (status >= 0) judge(&tally, (uint64_t) aegis_entry_read(self, PLACE) == word ? 0 : -STATUSES, MAY(OK));
    }
    if (reached != 0) judge(&tally, -STATUSES, 0);
    aegis_entry_write(self, PLACE, 0);
    verdict("words-in-page-table-entries", &tally);
}

/* Batches that take away what they stand in, or what they bind: each entry is the call of that name, in order. */
static void batches_that_overlap(void) {
    struct tally tally = { { 0 } };
    uint64_t list = PLACE + 0x1000, frame = fresh_at(list, READ_WRITE);
    struct aegis_batch_entry* entries = (struct aegis_batch_entry*) list;
    for (int i = 0; i < 100; i++) {
        entries[i] = (struct aegis_batch_entry) { .operation = AEGIS_BATCH_BIND, .rights = READ, .va = PLACE, .frame = frame };
    }
    entries[0].operation = AEGIS_BATCH_UNBIND, entries[0].va = list;
    judge(&tally, aegis_batch(self, list, 100) == 2 ? 0 : -STATUSES, MAY(OK));
    judge(&tally, guarded(load_from, list) == PAGE_FAULT ? 0 : -STATUSES, MAY(OK));
    judge(&tally, aegis_batch(self, list, 1), MAY(BAD_ADDRESS));
    judge(&tally, aegis_unbind(self, PLACE), MAY(OK));
    aegis_bind(self, list, frame, READ_WRITE);
    for (uint32_t operation = 0; operation < 64; operation++) {
        entries[0].operation = operation < 32 ? operation * 7 + 4 : (uint32_t) random_next(&seed) | 4;
        judge(&tally, aegis_batch(self, list, 1), MAY(BAD_ARGUMENT));
    }
    judge(&tally, aegis_batch(self, list, 0), MAY(BAD_ARGUMENT));
    judge(&tally, aegis_batch(self, list, 101), MAY(BAD_ARGUMENT));
    judge(&tally, aegis_batch(self, list, BIT_63), MAY(BAD_ARGUMENT));
    judge(&tally, aegis_batch(self, list, UINT64_C(0x800000000000001)), MAY(BAD_ARGUMENT));
    verdict("overlapping-batch", &tally);
    discard(list);
}

static void reach_for_the_kernel(void) {
    static const uint64_t places[] = { 0xffff800000000000, 0xffff800000200000, 0xffffffff80200000, 0xffffffffffffffff,
        0xffff7fffffffffff, 0x800000000000, AEGIS_BOOKS_START - 1 };
    uint64_t through = 0;
    for (uint64_t i = 0; i < sizeof places / 8; i++) {
        through += guarded(load_from, places[i]) == NONE;
        through += guarded(store_to, places[i]) == NONE;
        through += guarded(jump_to, places[i]) == NONE;
    }
    for (uint64_t offset = 0; offset < BOOKS->frames; offset += 512) {
        through += guarded(store_to, AEGIS_BOOKS_START + offset) == NONE;
    }
    through += guarded(jump_to, AEGIS_BOOKS_START) == NONE;
    attack("kernel-memory", through == 0, "%d accesses went through", through);
}

static int hostile_main(int argc, char** argv) {
    fresh_at(PROBE, READ_WRITE);                /* one page that can be read, with nothing behind it; a return, if executed */
    *(volatile uint8_t*) PROBE = 0xc3;
    aegis_protect(self, PROBE, READ);
    numbers_beyond_the_calls();
    others_memory_as_argument();
    odd_rights();
    outside_of_user_space();
    words_in_entries();
    batches_that_overlap();
    reach_for_the_kernel();
    through_all_values();
    return 0;
}

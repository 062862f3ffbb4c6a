/*
 * Random calls with random arguments and random memory, by children that may do to themselves whatever comes of it: each has
 * memory of its own, an account with a little of everything, capabilities, sometimes a handler that points anywhere, children of
 * its own, and the names of all others to try. Arguments: seconds; the seed, or else it is the cycle counter's.
 */
#include "child.h"

#define OWN UINT64_C(0x3f0000000)               /* a child's own pages: a stack, and words at random */
#define OWN_PAGES 6
#define LIFE_MILLISECONDS 20
#define FRAMES 60

struct tally_of_child { uint64_t calls, answers[STATUSES], beyond; };
static volatile struct tally_of_child* shared;  /* one page that both see: what was called, which the child may spoil */

static const uint8_t numbers[] = { 0, 1, 2, 3, 4, 5, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x20, 0x21, 0x22, 0x23,
    0x24, 0x25, 0x26, 0x27, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x40, 0x41, 0x42, 0x50, 0x51, 0x60, 0x61, 0x62, 0x63, 0x70,
    0x71, 0x72, 0x73, 0x74, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x90,
    0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6 };

/* ---- in the child: nothing but registers, its own stack, and code ------------------------------------------------------- */

static uint64_t interesting(uint64_t* seed, uint64_t own) {
    const volatile struct aegis_books_header* books = BOOKS;
    uint64_t random = random_next(seed);
    switch (random_next(seed) % 20) {
    case 0: return own;
    case 1: return environment_record(random & 63)->name;
    case 2: return environment_record(random & 63)->name + (random >> 40);
    case 3: return random % books->frame_count;
    case 4: return environment_record(own)->first_frame;
    case 5: return frame_record(environment_record(own)->first_frame)->next;
    case 6: return books->first_free;
    case 7: return BOOK(aegis_account_record, accounts)[random & 63].name;
    case 8: return OWN + (random & (OWN_PAGES * PAGE - 1) & -32);
    case 9: return OWN + random % OWN_PAGES * PAGE;
    case 10: return OWN + 0x100000 + random % 32 * PAGE;
    case 11: return UINT64_C(1) << random % 64;
    case 12: return random % 8;
    case 13: return random % 128;
    case 14: return -(random % 4200);
    case 15: return cycles() + random % 200000;
    case 16: return AEGIS_USER_END - random % 3 * 4096;
    case 17: return (uint64_t) __executable_start + random % 16 * PAGE;
    case 18: return AEGIS_BOOKS_START + (random & 0x1fff);
    default: return random;
    }
}

static void scribble(uint64_t* seed, uint64_t own) {
    uint64_t page = 1 + random_next(seed) % (OWN_PAGES - 1);
    if (!((uint64_t) aegis_entry_read(own, OWN + page * PAGE) & 1)) return;
    if ((aegis_entry_read(own, OWN + page * PAGE) >> 1 & 7) != READ_WRITE) return;
    volatile uint64_t* words = (volatile uint64_t*) (OWN + page * PAGE);
    for (int i = 0; i < 40; i++) words[random_next(seed) % 512] = interesting(seed, own);
    for (int i = 0; i < 8; i++) words[random_next(seed) % 128 * 4] = 1 + random_next(seed) % 3;
}

__attribute__((noreturn)) static void calls_at_random(uint64_t seed_given, volatile struct tally_of_child* tally) {
    uint64_t seed = seed_given, own = (uint64_t) aegis_env_self();
    for (;;) {
        uint64_t which = random_next(&seed) % (sizeof numbers + 1), a[5];
        uint64_t number = which < sizeof numbers ? numbers[which] : random_next(&seed) % 0x100;
        for (int i = 0; i < 5; i++) a[i] = interesting(&seed, own);
        if (random_next(&seed) % 2) a[0] = own;
        if (number == AEGIS_CALL_EXIT && random_next(&seed) % 64) continue;
        if ((number == AEGIS_CALL_WAIT || number == AEGIS_CALL_ACCEPT || number == AEGIS_CALL_TRANSFER_SYNC)
            && random_next(&seed) % 16) a[1] = 1 + random_next(&seed) % 2 * cycles();
        if (number == AEGIS_CALL_UPCALL && random_next(&seed) % 4) a[0] = environment_record(own)->first_frame;
        tally->calls++;
        int64_t answer = aegis_call5(number, a[0], a[1], a[2], a[3], a[4]);
        if (answer < 0 && answer > -STATUSES) tally->answers[-answer]++;
        else if (answer < 0) tally->beyond++;
        else tally->answers[0]++;
        if (random_next(&seed) % 8 == 0) scribble(&seed, own);
        if (random_next(&seed) % 4096 == 0) (void) *(volatile uint8_t*) interesting(&seed, own);
    }
}

/* ---- in the parent ------------------------------------------------------------------------------------------------------- */

static uint64_t lives, ends[4], tallied[STATUSES], calls, beyond;

static int64_t give_page(uint64_t child, uint64_t va, uint64_t* seed) {
    uint64_t frame = fresh_at(OWN, READ_WRITE);
    for (uint64_t i = 0; i < PAGE / 8; i++) ((volatile uint64_t*) OWN)[i] = interesting(seed, child);
    for (uint64_t va = OWN; va < OWN + PAGE; va += 128) {
        aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame_at((uint64_t) &area), READ, va);
    }
    aegis_unbind(self, OWN);
    aegis_frame_give(frame, child);
    return bind_in(child, va, frame, READ_WRITE);
}

/* Frees what dead children gave it, and what of theirs it still has. */
static void free_all(void) {
    for (uint64_t frame = environment_record(self)->first_frame, next; frame != 0; frame = next) {
        next = frame_record(frame)->next;
        const volatile struct aegis_frame_record* record = frame_record(frame);
        if (record->kind == AEGIS_FRAME_KIND_ORDINARY && record->bindings == 0 && record->pins == 0) aegis_frame_free(frame);
    }
}
static void clear_up(void) {
    for (int round = 0; round < 4; round++) {
        for (uint64_t i = 1; i < AEGIS_ENVIRONMENTS_MAXIMUM; i++) {
            const volatile struct aegis_environment_record* record = environment_record(i);
            if (record->state != AEGIS_ENVIRONMENT_STATE_FREE && record->parent == (self & 0xffff)) finish(record->name);
        }
    }
    for (int round = 0; round < AEGIS_ACCOUNT_DEPTH_MAXIMUM; round++) {
        for (uint64_t i = 1; i < AEGIS_ACCOUNTS_MAXIMUM; i++) aegis_account_close(BOOK(aegis_account_record, accounts)[i].name);
    }
    free_all();
    take_slices();
}

static int one_life(uint64_t* seed) {
    uint64_t account = (uint64_t) aegis_account_create();
    int64_t status = aegis_account_lend(account, AEGIS_RESOURCE_FRAMES, FRAMES);
    status |= aegis_account_lend(account, AEGIS_RESOURCE_ENVIRONMENTS, 3);
    status |= aegis_account_lend(account, AEGIS_RESOURCE_ACCOUNTS, 2);
    int64_t child = create_child(account);
    if (status < 0 || child < 0) return 0;
    for (uint64_t page = (uint64_t) __executable_start & -PAGE; page < (uint64_t) _end; page += PAGE) {
        uint64_t entry = (uint64_t) aegis_entry_read(self, page), rights = entry >> 1 & 7;
        /* Its code and constants, to read; nothing that it could write to. */
        if ((entry & 1) && rights != READ_WRITE) bind_in((uint64_t) child, page, entry / PAGE, rights);
    }
    for (uint64_t page = 0; page < OWN_PAGES; page++) give_page((uint64_t) child, OWN + page * PAGE, seed);
    bind_in((uint64_t) child, (uint64_t) shared, frame_at((uint64_t) shared), READ_WRITE);
    for (uint64_t i = 0; i < sizeof *shared / 8; i++) ((volatile uint64_t*) shared)[i] = 0;
    aegis_env_guard((uint64_t) child, random_next(seed) & 1);
    give_slice((uint64_t) child);
    aegis_env_start((uint64_t) child, (uint64_t) calls_at_random, OWN + PAGE - 8, random_next(seed), (uint64_t) shared);
    for (uint64_t end = cycles() + milliseconds(LIFE_MILLISECONDS); cycles() < end && !has_ended((uint64_t) child);) {
        if (aegis_yield((uint64_t) child) < 0) {
            /* Asleep, or stopped by an exception: then it goes on behind, or somewhere. */
            if (aegis_env_resume((uint64_t) child, (uint64_t) calls_at_random) < 0) break;
        }
        if (random_next(seed) % 8 != 0) continue;
        uint64_t count = 1 + random_next(seed) % 4, deadline = cycles() + random_next(seed) % 100000;
        aegis_revoke((uint64_t) child, random_next(seed) & 1, count, deadline);
    }
    for (int i = 0; i < STATUSES; i++) tallied[i] += shared->answers[i];
    calls += shared->calls, beyond += shared->beyond, lives++;
    int64_t result = finish((uint64_t) child);
    ends[result >= 0 ? result >> 8 & 3 : 0]++;
    clear_up();
    return 1;
}

static int hostile_main(int argc, char** argv) {
    uint64_t seconds = argc > 1 ? number_of(argv[1]) : 10, seed = argc > 2 ? number_of(argv[2]) : cycles() | 1;
    tell("seed %d, %d seconds", seed, seconds);
    shared = (volatile struct tally_of_child*) (OWN + 0x1000000);
    fresh_at((uint64_t) shared, READ_WRITE);
    fresh_at(OWN, READ_WRITE), discard(OWN);
    uint64_t held = environment_record(self)->frames_held, account = environment_record(self)->account, failed = 0;
    for (uint64_t end = cycles() + milliseconds(1000 * seconds); cycles() < end && failed < 100;) {
        if (!one_life(&seed)) failed++, clear_up();
    }
    struct tally tally = { .tried = calls };
    uint64_t seen = 0, after = environment_record(self)->frames_held;
    for (int i = 0; i < STATUSES; i++) tally.counts[i] = tallied[i], seen += tallied[i] != 0;
    verdict("random-calls", &tally);
    attack("random-lives", failed == 0 && after == held && account_used(account, AEGIS_RESOURCE_ENVIRONMENTS) == 1
           && account_used(account, AEGIS_RESOURCE_ACCOUNTS) == 0 && calls > 1000 && seen > 15,
           "%d children: %d exits, %d faults, %d ended, %d overruns; %d statuses seen; frames held before %d, after %d",
           lives, ends[0], ends[1], ends[2], ends[3], seen, held, after);
    return beyond != 0;
}

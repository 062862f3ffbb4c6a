/*
 * Names and capabilities that it was not given: made up, altered, pieced together, kept beyond their time, or somebody else's.
 * Argument: how many thousand guesses of each kind.
 */
#include "child.h"

#define PROBE UINT64_C(0x300000000)
#define CHOICE 10                               /* names of each index that are tried */

static struct aegis_capability capability __attribute__((aligned(32))), other __attribute__((aligned(32)));
static uint64_t seed, guesses;

static int64_t use(const struct aegis_capability* shown) {
    int64_t status = aegis_cap_bind(self, PROBE, (uint64_t) shown, READ_WRITE);
    if (status >= 0) aegis_unbind(self, PROBE);
    return status;
}
static void make(uint64_t frame, struct aegis_capability* to) {
    aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ_WRITE, (uint64_t) to);
}

/* ---- capabilities -------------------------------------------------------------------------------------------------- */

static void guess(uint64_t frame) {
    struct tally tally = { { 0 } };
    uint64_t* words = (uint64_t*) &other;
    make(frame, &capability);
    judge(&tally, use(&capability), MAY(OK));   /* or nothing would be tried */
    for (uint64_t i = 0; i < guesses; i++) {
        other = capability;
        words[2] = random_next(&seed);
        if (i & 1) words[0] = 1 | 3 << 8 | random_next(&seed) % BOOKS->frame_count << 32;
        if (i & 2) words[1] = random_next(&seed) % 8;
        if (i & 4) words[0] = random_next(&seed), words[1] = random_next(&seed);
        judge(&tally, use(&other), MAY(BAD_CAPABILITY));
    }
    verdict("forged-capability", &tally);
}

static void alter(void) {
    struct tally tally = { { 0 } };
    for (int bit = 0; bit < 192; bit++) {
        other = capability;
        ((uint64_t*) &other)[bit / 64] ^= UINT64_C(1) << bit % 64;
        judge(&tally, use(&other), MAY(BAD_CAPABILITY));
        judge(&tally, aegis_cap_restrict((uint64_t) &other, READ, (uint64_t) &other), MAY(BAD_CAPABILITY));
    }
    verdict("altered-capability", &tally);
}

/* The words of two that are good, in every mixture. */
static void splice(uint64_t frame) {
    struct tally tally = { { 0 } };
    uint64_t second = fresh();
    static struct aegis_capability mixed __attribute__((aligned(32)));
    make(frame, &capability), make(second, &other);
    aegis_cap_revoke(AEGIS_CAPABILITY_FRAME, second), make(second, &other);
    for (int mixture = 1; mixture < 7; mixture++) {
        for (int word = 0; word < 3; word++) {
            ((uint64_t*) &mixed)[word] = ((uint64_t*) (mixture >> word & 1 ? &other : &capability))[word];
        }
        judge(&tally, use(&mixed), MAY(BAD_CAPABILITY));
    }
    verdict("spliced-capability", &tally);
    aegis_frame_free(second);
}

static void widen(uint64_t frame) {
    struct tally tally = { { 0 } };
    for (uint64_t had = 1; had < 8; had += 2) {
        aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, had, (uint64_t) &capability);
        for (uint64_t wanted = 0; wanted < 4096; wanted++) {
            int64_t status = aegis_cap_restrict((uint64_t) &capability, wanted, (uint64_t) &other);
            judge(&tally, status, (wanted & ~had) != 0 ? MAY(NOT_YOURS) : wanted & 1 ? MAY(OK) : MAY(BAD_ARGUMENT));
            status = aegis_cap_bind(self, PROBE, (uint64_t) &capability, wanted);
            int permitted = (wanted & 7 & ~had) == 0 && (wanted & 1) && (wanted & 6) != 6 && (wanted & ~UINT64_C(0x707)) == 0;
            judge(&tally, status, permitted ? MAY(OK) : MAY(NOT_YOURS) | MAY(BAD_ARGUMENT) | MAY(WRITABLE_AND_EXECUTABLE));
            if (status >= 0) aegis_unbind(self, PROBE);
        }
    }
    verdict("widened-capability", &tally);
}

/* Each way in which a capability ends, and then the same frame somebody's again: the old one must not come back to life. */
static void keep_too_long(void) {
    struct tally tally = { { 0 } };
    for (uint64_t round = 0; round < guesses / 10; round++) {
        uint64_t frame = fresh();
        make(frame, &capability);
        judge(&tally, use(&capability), MAY(OK));
        if (round % 3 == 0) {
            aegis_cap_revoke(AEGIS_CAPABILITY_FRAME, frame);
        } else if (round % 3 == 1) {
            aegis_frame_free(frame);
            judge(&tally, use(&capability), MAY(BAD_CAPABILITY));
            if (aegis_frame_alloc(frame) < 0) continue;
        } else {
            int64_t child = create_child(0);
            judge(&tally, aegis_frame_give(frame, (uint64_t) child), MAY(OK));
            judge(&tally, use(&capability), MAY(BAD_CAPABILITY));
            finish((uint64_t) child);
            if (aegis_frame_alloc(frame) < 0) continue; /* somebody was quicker */
        }
        judge(&tally, use(&capability), MAY(BAD_CAPABILITY));
        judge(&tally, aegis_frame_free(frame), MAY(OK));
    }
    verdict("stale-capability", &tally);
}

/* Bytes that were sent to another environment once, shown by that one later. */
static volatile int64_t replayed[2];
static void replay(uint64_t which) {
    uint64_t own = (uint64_t) aegis_env_self();
    aegis_table_give(own, fresh()), aegis_table_give(own, fresh()), aegis_table_give(own, fresh());
    aegis_table_give(own, fresh()), aegis_table_give(own, fresh());
    replayed[which] = aegis_cap_bind(own, PROBE, (uint64_t) &capability, READ);
    aegis_exit(0);
}
static void replay_elsewhere(void) {
    uint64_t frame = fresh();
    make(frame, &capability);
    for (uint64_t which = 0; which < 2; which++) {
        int64_t child = spawn(which, replay, which);
        if (which == 1) aegis_cap_revoke(AEGIS_CAPABILITY_FRAME, frame);
        run_child((uint64_t) child, 500);
        finish((uint64_t) child);
    }
    attack("replayed-capability", replayed[0] == 0 && replayed[1] == AEGIS_STATUS_BAD_CAPABILITY,
           "another's use of it: %r; after the revocation: %r", replayed[0], replayed[1]);
    aegis_frame_free(frame);
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

/* Everything that can be asked of an environment; so that nothing is meant that could be right. */
static void ask_all(struct tally* tally, uint64_t env, uint64_t frame, uint64_t allowed) {
    judge(tally, aegis_env_start(env, (uint64_t) replay, child_stack(0), 0, 0), allowed);
    judge(tally, aegis_env_end(env, 0), allowed);
    judge(tally, aegis_env_reap(env), allowed);
    judge(tally, aegis_env_result(env), allowed);
    judge(tally, aegis_env_guard(env, 1), allowed);
    judge(tally, aegis_env_resume(env, 0), allowed);
    judge(tally, aegis_table_give(env, frame), allowed);
    judge(tally, aegis_bind(env, PROBE, frame, READ_WRITE), allowed);
    judge(tally, aegis_unbind(env, (uint64_t) __executable_start), allowed);
    judge(tally, aegis_protect(env, (uint64_t) __executable_start, READ), allowed);
    judge(tally, aegis_batch(env, (uint64_t) &other, 1), allowed);
    judge(tally, aegis_entry_read(env, (uint64_t) __executable_start), allowed);
    judge(tally, aegis_entry_write(env, PROBE, 0), allowed);
    judge(tally, aegis_entry_clean(env, (uint64_t) __executable_start), allowed);
    judge(tally, aegis_table_drop(env, (uint64_t) __executable_start), allowed);
    judge(tally, aegis_cap_bind(env, PROBE, (uint64_t) &capability, READ), allowed);
    judge(tally, aegis_revoke(env, AEGIS_RESOURCE_FRAMES, 1, 1), allowed);
    judge(tally, aegis_revoke(env, AEGIS_RESOURCE_SLICES, 1, 1), allowed);
}

static void name_others(uint64_t frame) {
    struct tally tally = { { 0 } };
    make(frame, &capability);
    for (uint64_t i = 1; i < AEGIS_ENVIRONMENTS_MAXIMUM; i++) {
        uint64_t name = environment_record(i)->name;
        if (environment_record(i)->state == AEGIS_ENVIRONMENT_STATE_FREE || name == self) continue;
        ask_all(&tally, name, frame, MAY(NOT_YOURS));
        judge(&tally, aegis_console_give(name), MAY(NOT_YOURS));
        if (name != parent_name()) judge(&tally, aegis_frame_give(frame, name), MAY(NOT_YOURS));
        if (name != parent_name()) judge(&tally, aegis_slice_give(own_slice(0), name), MAY(NOT_YOURS));
    }
    judge(&tally, aegis_power_off(0, AEGIS_REASON_EXIT, 0), MAY(NOT_YOURS));
    verdict("others-environment", &tally);
}

static uint64_t made_up(uint64_t index, int choice) {
    uint64_t name = environment_record(index & 63)->name;
    switch (choice) {
    case 0: return name + 0x10000;
    case 1: return name - 0x10000;
    case 2: return name | UINT64_C(1) << 63;
    case 3: return index;
    case 4: return name + 64;
    case 5: return name ^ 0x8000;
    case 6: return (name & ~UINT64_C(0xffff)) | AEGIS_ENVIRONMENTS_MAXIMUM;
    default: return random_next(&seed) << 16 | (index & 0xffff);
    }
}

static int is_name(uint64_t name) {
    return environment_record(name & 63)->name == name && environment_record(name & 63)->state != AEGIS_ENVIRONMENT_STATE_FREE;
}

static void make_up_names(uint64_t frame) {
    struct tally tally = { { 0 } };
    for (uint64_t index = 0; index < 2 * AEGIS_ENVIRONMENTS_MAXIMUM; index++) {
        for (int choice = 0; choice < CHOICE; choice++) {
            uint64_t name = made_up(index, choice);
            if (is_name(name)) continue;
            ask_all(&tally, name, frame, MAY(NO_SUCH_ENVIRONMENT));
            judge(&tally, aegis_frame_give(frame, name), MAY(NO_SUCH_ENVIRONMENT));
            judge(&tally, aegis_transfer_sync(name, 1), MAY(NO_SUCH_ENVIRONMENT));
            judge(&tally, aegis_transfer_async(name), MAY(NO_SUCH_ENVIRONMENT));
            if (name != 0) judge(&tally, aegis_yield(name), MAY(NO_SUCH_ENVIRONMENT));
        }
    }
    verdict("made-up-environment", &tally);
}

static void name_others_frames(void) {
    struct tally tally = { { 0 } };
    const uint64_t not_mine = MAY(NOT_YOURS) | MAY(NO_SUCH_FRAME);
    uint64_t own = fresh(), index = self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK;
    for (uint64_t frame = 0; frame < BOOKS->frame_count + 64; frame++) {
        if (frame < BOOKS->frame_count && frame_record(frame)->owner == index) continue;
        judge(&tally, aegis_frame_free(frame), not_mine);
        judge(&tally, aegis_frame_give(frame, parent_name()), not_mine);
        judge(&tally, aegis_frame_break(frame), not_mine);
        judge(&tally, aegis_frame_guarantee(frame, 1), not_mine);
        judge(&tally, aegis_table_give(self, frame), not_mine);
        judge(&tally, aegis_bind(self, PROBE, frame, READ), not_mine);
        judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ, (uint64_t) &other), not_mine);
        judge(&tally, aegis_cap_revoke(AEGIS_CAPABILITY_FRAME, frame), not_mine);
        judge(&tally, aegis_upcall(frame, (uint64_t) &area, (uint64_t) guard_handler), not_mine);
        judge(&tally, aegis_env_create(frame, own, 0, 'a', 0), not_mine);
        judge(&tally, aegis_env_create(own, frame, 0, 'a', 0), not_mine);
    }
    verdict("others-frame", &tally);
    aegis_frame_free(own);
}

/* Its own root, context and tables are no memory: never to be bound, freed or given, nor to be anything else. */
static void use_own_tables(void) {
    struct tally tally = { { 0 } };
    uint64_t index = self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK;
    for (uint64_t frame = 1; frame < BOOKS->frame_count; frame++) {
        if (frame_record(frame)->owner != index || frame_record(frame)->kind == AEGIS_FRAME_KIND_ORDINARY) continue;
        judge(&tally, aegis_bind(self, PROBE, frame, READ), MAY(FRAME_BUSY));
        judge(&tally, aegis_bind(self, PROBE, frame, READ_WRITE), MAY(FRAME_BUSY));
        judge(&tally, aegis_frame_free(frame), MAY(FRAME_BUSY));
        judge(&tally, aegis_frame_give(frame, parent_name()), MAY(FRAME_BUSY));
        judge(&tally, aegis_frame_break(frame), MAY(FRAME_BUSY));
        judge(&tally, aegis_table_give(self, frame), MAY(FRAME_BUSY));
        judge(&tally, aegis_env_create(frame, fresh(), 0, 'a', 0), MAY(FRAME_BUSY));
        judge(&tally, aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ, (uint64_t) &other), MAY(NOT_YOURS));
        judge(&tally, aegis_upcall(frame, (uint64_t) &area, (uint64_t) guard_handler), MAY(NOT_YOURS));
    }
    verdict("own-page-table-as-memory", &tally);
}

static void name_others_accounts(void) {
    struct tally tally = { { 0 } };
    const uint64_t refused = MAY(NOT_YOURS) | MAY(NO_SUCH_ACCOUNT);
    uint64_t a = fresh(), b = fresh();
    for (uint64_t index = 0; index < 2 * AEGIS_ACCOUNTS_MAXIMUM; index++) {
        for (int choice = 0; choice < 4; choice++) {
            uint64_t name = BOOK(aegis_account_record, accounts)[index & 63].name;
            name += choice == 1 ? 0x10000 : choice == 2 ? 64 : choice == 3 ? random_next(&seed) << 16 : 0;
            for (uint64_t kind = 0; kind < AEGIS_RESOURCE_KINDS; kind++) {
                judge(&tally, aegis_account_lend(name, kind, 1), refused);
                judge(&tally, aegis_account_reclaim(name, kind, 1), refused);
            }
            judge(&tally, aegis_account_close(name), refused);
            if (name != 0) judge(&tally, aegis_env_create(a, b, name, 'a', 0), MAY(NO_SUCH_ACCOUNT));
        }
    }
    verdict("others-account", &tally);
    aegis_frame_free(a), aegis_frame_free(b);
}

static void name_others_slices(void) {
    struct tally tally = { { 0 } };
    for (uint64_t position = 0; position < 2 * AEGIS_SLICES; position++) {
        const volatile struct aegis_slice_record* slice = BOOK(aegis_slice_record, slices) + position;
        if (position < AEGIS_SLICES && slice->owner == (self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK)) continue;
        uint64_t refused = position < AEGIS_SLICES ? MAY(NOT_YOURS) : MAY(NO_SUCH_SLICE);
        judge(&tally, aegis_slice_free(position), refused);
        judge(&tally, aegis_slice_give(position, parent_name()), refused);
        judge(&tally, aegis_slice_alloc(position), MAY(OVER_LIMIT) | MAY(NO_FREE_SLICE) | MAY(NO_SUCH_SLICE));
    }
    verdict("others-slice", &tally);
}

static int hostile_main(int argc, char** argv) {
    guesses = argc > 1 ? number_of(argv[1]) * 1000 : 10000;
    seed = cycles() | 1;
    uint64_t frame = fresh_at(PROBE, READ);
    aegis_unbind(self, PROBE);
    guess(frame);
    alter();
    splice(frame);
    widen(frame);
    keep_too_long();
    replay_elsewhere();
    name_others(frame);
    make_up_names(frame);
    name_others_frames();
    use_own_tables();
    name_others_accounts();
    name_others_slices();
    return 0;
}

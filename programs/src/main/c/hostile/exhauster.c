/*
 * Asks for everything until it is refused, and for more; has children that have children that do the same; and gives all of it
 * back. What it can have is what was lent to it, the rest is somebody else's, and every record must be free again at the end.
 */
#include "child.h"

#define PROBE UINT64_C(0x3d0000000)
#define STEP UINT64_C(0x200000)
#define MORE 200                                /* tries after the first refusal */
#define CHURN 400

static uint64_t account_index, frames_held, begun[4];

static void note(void) {
    frames_held = environment_record(self)->frames_held;
    for (uint64_t kind = 0; kind < 4; kind++) begun[kind] = account_used(account_index, kind);
}
static int as_before(void) {
    int same = environment_record(self)->frames_held == frames_held;
    for (uint64_t kind = 0; kind < 4; kind++) same &= account_used(account_index, kind) == begun[kind];
    return same;
}

/* Frees every frame of its own that nothing holds. */
static void free_all(void) {
    for (uint64_t frame = 1; frame < BOOKS->frame_count; frame++) {
        const volatile struct aegis_frame_record* record = frame_record(frame);
        if (record->owner == (self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK) && record->kind == AEGIS_FRAME_KIND_ORDINARY
            && record->bindings == 0 && record->pins == 0) aegis_frame_free(frame);
    }
}

static void report(const char* name, uint64_t got, int64_t refusal, int64_t wanted, uint64_t later) {
    int same = as_before();
    attack(name, refusal == wanted && later == 0 && same, "%d, then %r, and again %d times; all given back: %s", got, refusal,
           (uint64_t) MORE, same ? "yes" : "no");
}

static void frames(void) {
    uint64_t got = 0, later = 0, ranges = 0;
    int64_t status;
    note();
    while ((status = aegis_frame_alloc(AEGIS_ANY_FRAME)) >= 0) got++;
    for (int i = 0; i < MORE; i++) later += aegis_frame_alloc(AEGIS_ANY_FRAME) >= 0;
    for (uint64_t frame = BOOKS->first_free; frame != 0 && ranges < 50; frame = frame_record(frame)->next, ranges++) {
        later += aegis_frame_alloc_range(frame, 2) >= 0;
    }
    free_all();
    report("all-frames", got, status, AEGIS_STATUS_OVER_LIMIT, later);
}

/* In a child, as frames for tables stay with the environment that they were given to. */
static volatile uint64_t pages_bound;
static volatile int64_t tables_refusal;
static void fills_tables(uint64_t unused) {
    uint64_t own = (uint64_t) aegis_env_self(), frame = fresh();
    int64_t status = 0;
    for (uint64_t i = 0; status >= 0; i++, pages_bound += status >= 0) {
        while ((status = aegis_bind(own, PROBE + i * STEP, frame, READ)) == AEGIS_STATUS_NO_TABLE) {
            status = aegis_frame_alloc(AEGIS_ANY_FRAME);
            if (status < 0) break;
            aegis_table_give(own, (uint64_t) status);
        }
    }
    tables_refusal = status;
    for (uint64_t i = 1000; i < 1000 + MORE; i++) {
        if (aegis_bind(own, PROBE + i * STEP, frame, READ) != AEGIS_STATUS_NO_TABLE) aegis_exit(1);
    }
    aegis_exit(0);
}
static void tables(void) {
    note();
    uint64_t child = (uint64_t) spawn(0, fills_tables, 0);
    run_child(child, 2000);
    report("all-page-tables", pages_bound, tables_refusal, AEGIS_STATUS_OVER_LIMIT, !ended_well(finish(child)));
}

static void guarantees(void) {
    uint64_t got = 0, frame[64];
    int64_t refusal = 0;
    note();
    for (int i = 0; i < 64; i++) {
        frame[i] = fresh();
        int64_t status = aegis_frame_guarantee(frame[i], 1);
        got += status >= 0;
        refusal = status < 0 ? status : refusal;
    }
    for (int i = 0; i < 64; i++) aegis_frame_free(frame[i]);
    report("all-guarantees", got, refusal, AEGIS_STATUS_OVER_LIMIT, got != AEGIS_GUARANTEED_FRAMES_MAXIMUM);
}

static void slices(void) {
    uint64_t got = 0, later = 0;
    int64_t status;
    note();
    while ((status = aegis_slice_alloc(AEGIS_ANY_SLICE)) >= 0) got++;
    for (uint64_t i = 0; i < MORE; i++) later += aegis_slice_alloc(i % AEGIS_SLICES) >= 0;
    report("all-slices", got, status, AEGIS_STATUS_OVER_LIMIT, later + got);
}

static void environments(void) {
    uint64_t got = 0, later = 0, child[AEGIS_ENVIRONMENTS_MAXIMUM];
    int64_t status;
    note();
    uint64_t a, b;
    while ((status = aegis_env_create(a = fresh(), b = fresh(), 0, 'a', 0)) >= 0) child[got++] = (uint64_t) status;
    for (int i = 0; i < MORE; i++) later += aegis_env_create(a, b, 0, 'a', 0) >= 0;
    for (uint64_t i = 0; i < got; i++) finish(child[i]);
    aegis_frame_free(a), aegis_frame_free(b);
    report("all-environments", got, status, AEGIS_STATUS_OVER_LIMIT, later);
}

static void accounts(void) {
    uint64_t got = 0, later = 0, account[AEGIS_ACCOUNTS_MAXIMUM];
    int64_t status;
    note();
    while ((status = aegis_account_create()) >= 0) account[got++] = (uint64_t) status;
    for (int i = 0; i < MORE; i++) later += aegis_account_create() >= 0;
    for (uint64_t i = 0; i < got; i++) later += aegis_account_close(account[i]) < 0;
    report("all-accounts", got, status, AEGIS_STATUS_OVER_LIMIT, later);
}

/* More than there is, by way of a sum that wraps. */
static void lend_what_is_not_there(void) {
    struct tally tally = { { 0 } };
    static const uint64_t counts[] = { INT64_MAX, INT64_MAX - 1, UINT64_C(1) << 62, UINT64_C(1) << 32, 100000 };
    note();
    uint64_t account = (uint64_t) aegis_account_create();
    for (uint64_t kind = 0; kind < 4; kind++) {
        for (int i = 0; i < 5; i++) judge(&tally, aegis_account_lend(account, kind, counts[i]), MAY(OVER_LIMIT));
        for (int i = 0; i < 5; i++) judge(&tally, aegis_account_reclaim(account, kind, counts[i]), MAY(ACCOUNT_BUSY));
        judge(&tally, aegis_account_lend(account, kind, -1), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_account_reclaim(account, kind, -1), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_account_lend(account, kind, UINT64_C(1) << 63), MAY(BAD_ARGUMENT));
    }
    judge(&tally, aegis_account_close(account), MAY(OK));
    judge(&tally, as_before() ? 0 : -STATUSES, MAY(OK));
    verdict("more-than-there-is-lent", &tally);
}

/* What is given to the parent is charged to the parent, so that there is room for more. The machine's must not run dry. */
static void presents(void) {
    struct tally tally = { { 0 } };
    uint64_t parent = parent_name(), given = 0;
    uint64_t reserve = 0;
    for (uint64_t i = 1; i < AEGIS_ACCOUNTS_MAXIMUM; i++) {
        const volatile struct aegis_account_record* record = BOOK(aegis_account_record, accounts) + i;
        if (record->depth != 2) continue;
        reserve += ((const volatile uint64_t*) record->limits)[0] - ((const volatile uint64_t*) record->used)[0];
    }
    for (int64_t status = 0; status >= 0 && given < 64;) {
        uint64_t frame = fresh();
        status = aegis_frame_give(frame, parent);
        judge(&tally, status, MAY(OK) | MAY(OVER_LIMIT));
        given += status >= 0;
        if (status < 0) aegis_frame_free(frame);
    }
    if (BOOKS->frames_free + 64 < reserve) judge(&tally, -STATUSES, 0);
    verdict("presents-to-the-parent", &tally);
}

/* ---- fork bombs ---------------------------------------------------------------------------------------------------------- */

/* Makes an account and a child in it, with all that it has left, which does the same; and another without an account. */
static void bomb(uint64_t depth) {
    uint64_t own = (uint64_t) aegis_env_self();
    for (int i = 0; i < 6; i++) {
        int64_t account = aegis_account_create();
        if (account > 0) {
            aegis_account_lend((uint64_t) account, AEGIS_RESOURCE_FRAMES, 250 - 30 * depth);
            aegis_account_lend((uint64_t) account, AEGIS_RESOURCE_ENVIRONMENTS, 4);
            aegis_account_lend((uint64_t) account, AEGIS_RESOURCE_ACCOUNTS, 3);
        }
        uint64_t a = fresh(), b = fresh();
        int64_t child = aegis_env_create(a, b, account > 0 ? (uint64_t) account : 0, 'b', 0);
        if (child < 0) continue;
        for (uint64_t page = (uint64_t) __executable_start & -PAGE; page < (uint64_t) _end; page += PAGE) {
            uint64_t entry = (uint64_t) aegis_entry_read(own, page), frame = fresh();
            if (!(entry & 1)) continue;
            bind_in(own, PROBE, frame, READ_WRITE);
            for (uint64_t word = 0; word < PAGE; word += 8) {
                *(volatile uint64_t*) (PROBE + word) = *(volatile uint64_t*) (page + word);
            }
            aegis_unbind(own, PROBE);
            aegis_frame_give(frame, (uint64_t) child);
            bind_in((uint64_t) child, page, frame, entry >> 1 & 7);
        }
        aegis_env_start((uint64_t) child, (uint64_t) bomb, child_stack(depth & 7), depth + 1, 0);
        for (int turn = 0; turn < 20; turn++) aegis_yield((uint64_t) child);
    }
    aegis_exit(0);
}

/* All that was made under it, by whomever: its own children since theirs ended. */
static void clear_up(void) {
    for (int round = 0; round < 64; round++) {
        for (uint64_t i = 1; i < AEGIS_ENVIRONMENTS_MAXIMUM; i++) {
            const volatile struct aegis_environment_record* record = environment_record(i);
            if (record->state != AEGIS_ENVIRONMENT_STATE_FREE && record->parent == (self & 0xffff)) finish(record->name);
        }
    }
    for (int round = 0; round < AEGIS_ACCOUNT_DEPTH_MAXIMUM; round++) {
        for (uint64_t i = 1; i < AEGIS_ACCOUNTS_MAXIMUM; i++) aegis_account_close(BOOK(aegis_account_record, accounts)[i].name);
    }
}

static uint64_t bombs_alive(void) {
    uint64_t alive = 0;
    for (uint64_t i = 1; i < AEGIS_ENVIRONMENTS_MAXIMUM; i++) {
        const volatile struct aegis_environment_record* record = environment_record(i);
        alive += record->state != AEGIS_ENVIRONMENT_STATE_FREE && record->label[0] == 'b' && record->label[1] == 0;
    }
    return alive;
}
static void fork_bomb(void) {
    uint64_t most = 0, frames = 0;
    note();
    uint64_t child = (uint64_t) spawn(8, bomb, 0);
    for (uint64_t end = cycles() + milliseconds(1500); !has_ended(child) && cycles() < end;) {
        aegis_yield(child);
        uint64_t alive = bombs_alive(), used = account_used(account_index, AEGIS_RESOURCE_FRAMES);
        most = alive > most ? alive : most;
        frames = used > frames ? used : frames;
    }
    finish(child);
    clear_up();
    int same = as_before();
    attack("fork-bomb-by-accounts", same && most > 3 && bombs_alive() == 0,
            "%d environments at a time and %d frames; all cleared away: %s",
           most, frames, same ? "yes" : "no");
}

static void ends_at_once(uint64_t unused) { aegis_exit(3); }
static void churn(void) {
    uint64_t wrong = 0;
    note();
    for (int i = 0; i < CHURN; i++) {
        int64_t child = i % 4 == 0 ? spawn(0, ends_at_once, 0) : create_child(0);
        if (i % 4 == 0) run_child((uint64_t) child, 100);
        int64_t result = child < 0 ? child : finish((uint64_t) child);
        wrong += i % 4 == 0 ? result != 3 : (result >> 8 & 0xff) != AEGIS_REASON_ENDED;
    }
    attack("environments-made-and-ended", wrong == 0 && as_before(),
            "%d made and reaped, %d not as they should; the same frames held: %s",
           (uint64_t) CHURN, wrong, as_before() ? "yes" : "no");
}

/* Whatever can be left behind: children that run, sleep, are stopped and were never started, in accounts below accounts. That all
 * of it is cleared away with it shows in the canaries' sums. */
static void runs_for_ever(uint64_t unused) { for (;;) __asm__ volatile(""); }
static void sleeps_for_ever(uint64_t unused) { for (;;) aegis_wait(AEGIS_EVENT_CHILD_ENDED, 0); }
static void stops(uint64_t unused) { load_from(8); }
static void leave_all_behind(void) {
    static void (*const acts[])(uint64_t) = { runs_for_ever, sleeps_for_ever, stops };
    uint64_t left = 0, account = 0;
    for (uint64_t i = 0; i < 12; i++) {
        if (i % 3 == 0) {
            account = (uint64_t) aegis_account_create();
            aegis_account_lend(account, AEGIS_RESOURCE_FRAMES, 100), aegis_account_lend(account, AEGIS_RESOURCE_ENVIRONMENTS, 3);
            aegis_account_lend(account, AEGIS_RESOURCE_ACCOUNTS, 2);
        }
        int64_t child = spawn_in(account, i % 8, acts[i % 3], 0);
        left += child > 0;
        aegis_env_guard((uint64_t) child, 1);
        for (int turn = 0; turn < 2; turn++) aegis_yield((uint64_t) child);
        left += create_child(0) > 0;
    }
    attack("all-left-behind", left == 24, "%d children in accounts of theirs left to whom it may concern", left);
}

static int hostile_main(int argc, char** argv) {
    account_index = environment_record(self)->account;
    frames();
    tables();
    guarantees();
    slices();
    environments();
    accounts();
    lend_what_is_not_there();
    fork_bomb();
    churn();
    presents();
    leave_all_behind();
    return 0;
}

/*
 * Takes time that is not its own: spins, yields in storms, transfers in storms, faults in storms, sleeps just before its slices
 * end, sets timers by the thousand and in no time that will come, and overruns the end of its slices. That nobody beside it lost
 * anything is the canaries' to say; what it got itself is said here. Argument: milliseconds of each.
 */
#include "child.h"

/*
 * Percent. What nobody uses is shared out: at most some percent more; the rest is how a busy host disturbs so short
 * a measurement. That the others have what is theirs is for the canaries to say, who measure all the time.
 */
#define SHARE_MOST 140

static uint64_t duration, own_slices;

static uint64_t used_by(uint64_t name) {
    uint64_t used = environment_record(name)->cycles_used;
    return name == self ? used + cycles() : used;
}

/* Runs an act for the duration, in so many children and itself: percent of what its slices are worth, of all of them. */
static uint64_t share_of(void (*act)(uint64_t), uint64_t children) {
    uint64_t child[CHILDREN_MAXIMUM], used = 0;
    for (uint64_t i = 0; i < children; i++) {
        child[i] = (uint64_t) spawn(i, act, i);
        give_slice(child[i]), give_slice(child[i]);
    }
    uint64_t start = cycles(), before = used_by(self);
    if (children == 0) act(start + milliseconds(duration));
    else sleep_milliseconds(duration);
    used = used_by(self) - before;
    for (uint64_t i = 0; i < children; i++) used += used_by(child[i]);
    uint64_t share = used / ((cycles() - start) / AEGIS_SLICES * own_slices / 100);
    for (uint64_t i = 0; i < children; i++) finish(child[i]);
    take_slices();
    return share;
}
/* What is too much is measured again: who can take what is not its own can do so three times, and a busy host seldom. */
static void storm(const char* name, void (*act)(uint64_t), uint64_t children, uint64_t most) {
    uint64_t share = share_of(act, children), times = 1;
    for (; share > most && times < 3; times++) share = share_of(act, children);
    attack(name, share <= most, "%d%% of what its slices are worth, by measurement %d", share, times);
}

static void spins(uint64_t end) { while (cycles() < end) continue; }
static void spins_for_ever(uint64_t unused) { for (;;) __asm__ volatile(""); }
static void yields(uint64_t end) {
    uint64_t canary = 0;
    for (uint64_t i = 1; i < AEGIS_ENVIRONMENTS_MAXIMUM; i++) {
        if (environment_record(i)->label[0] == 'c') canary = environment_record(i)->name;
    }
    while (cycles() < end) aegis_yield(0), aegis_yield(self), aegis_yield(canary), aegis_yield(12345);
}
static volatile uint64_t peers[CHILDREN_MAXIMUM];
static void yields_to_peers(uint64_t which) {
    peers[which] = (uint64_t) aegis_env_self();
    for (uint64_t i = which;; i++) if (aegis_yield(peers[i % 4]) < 0) aegis_yield(0);
}
/* Two that answer each other's transfers for ever; the slices of one are the other's meanwhile. */
static void answers(void);
__asm__(".text\nanswers: mov %rax, %rdi; xor %esi, %esi; mov $0x70, %eax; syscall\n"
        "mov $1, %eax; xor %edi, %edi; syscall; jmp answers\n");
static void transfers(uint64_t which) {
    peers[which] = (uint64_t) aegis_env_self();
    aegis_entry_point(AEGIS_ENTRY_POINT_SYNCHRONOUS, (uint64_t) answers);
    if (which & 1) aegis_accept(0, 0);
    for (;;) if (aegis_transfer_sync(peers[which + 1], 0) < 0) aegis_yield(0);
}
static void accepts_again(void);
__asm__(".text\naccepts_again: xor %edi, %edi; xor %esi, %esi; mov $0x72, %eax; syscall; jmp accepts_again\n");
static void transfers_asynchronously(uint64_t which) {
    peers[which] = (uint64_t) aegis_env_self();
    aegis_entry_point(AEGIS_ENTRY_POINT_ASYNCHRONOUS, (uint64_t) accepts_again);
    if (which & 1) for (;;) aegis_accept(0, 0);
    for (;;) if (aegis_transfer_async(peers[1]) < 0) aegis_yield(0);
}
/* Sleeps a moment before the timer would ring, so as never to be seen running by it. */
static void ducks(uint64_t end) {
    while (cycles() < end) {
        if (BOOKS->slice_end - cycles() < BOOKS->slice_cycles / 20) aegis_wait(AEGIS_EVENT_DEADLINE, cycles() + 100);
    }
}
static void faults(uint64_t end) { while (cycles() < end) guarded(load_from, 8), guarded(store_to, 0xffffffff80000000); }
static void raises_breakpoints(uint64_t unused) {
    struct aegis_save_area* save = child_area();
    for (;;) guarded_in(save, load_from, UINT64_C(0x800000000000));
}
static void sets_timers(uint64_t end) {
    static const uint64_t awkward[] = { 1, -1, UINT64_C(1) << 63, INT64_MAX, INT64_MAX - 1, UINT64_C(1) << 62,
            UINT64_C(1) << 32 };
    for (uint64_t i = 0; cycles() < end; i++) {
        uint64_t deadline = i % 8 < 3 ? cycles() + i % 1000 : awkward[i % 7];
        if ((int64_t) deadline <= (int64_t) (cycles() + 100000)) aegis_wait(AEGIS_EVENT_DEADLINE, deadline);
        else aegis_transfer_sync(self, deadline);
    }
}
static void sets_far_timers(uint64_t which) {
    for (;;) aegis_wait(AEGIS_EVENT_DEADLINE, which & 1 ? INT64_MAX - which : cycles() + 200);
}

/* ---- the end of a slice ------------------------------------------------------------------------------------------------ */

static void ignores_the_end(uint64_t unused) {
    child_area();
    aegis_entry_point(AEGIS_ENTRY_POINT_EPILOGUE, (uint64_t) spins_for_ever);
    spins_for_ever(0);
}
/* In a critical section for ever: interruptInUse is set, so that there is no upcall; the time runs all the same. */
static void keeps_the_end_off(uint64_t unused) {
    child_area()->interrupt_in_use = 1;
    aegis_entry_point(AEGIS_ENTRY_POINT_EPILOGUE, (uint64_t) spins_for_ever);
    spins_for_ever(0);
}
/* Gives away what it runs in, and goes on as if nothing had happened. */
static void frees_what_it_runs_in(uint64_t unused) {
    uint64_t own = (uint64_t) aegis_env_self() & AEGIS_ENVIRONMENT_NAME_INDEX_MASK;
    for (uint64_t at = 0; at < AEGIS_SLICES; at++) if (BOOK(aegis_slice_record, slices)[at].owner == own) aegis_slice_free(at);
    spins_for_ever(0);
}
static void without_slices(void) {
    uint64_t child = (uint64_t) spawn(0, frees_what_it_runs_in, 0);
    give_slice(child), give_slice(child);
    sleep_milliseconds(200);
    uint64_t used = used_by(child);
    take_slices();                              /* or a position would be free, and not the canaries' */
    sleep_milliseconds(200);
    uint64_t later = used_by(child);
    attack("slice-freed-while-running", environment_record(child)->slices_held == 0 && later == used && used > 0,
           "it ran %d cycles to the end of that slice, then %d", used, later - used);
    finish(child);
}
static void overruns(const char* name, void (*act)(uint64_t)) {
    uint64_t child = (uint64_t) spawn(0, act, 0);
    give_slice(child), give_slice(child);
    uint64_t end = cycles() + milliseconds(6000);
    while (!has_ended(child) && cycles() < end) aegis_wait(AEGIS_EVENT_CHILD_ENDED, cycles() + milliseconds(20));
    uint64_t overran = environment_record(child)->overruns;
    int64_t result = finish(child);
    attack(name, (result >> 8 & 0xff) == AEGIS_REASON_OVERRUN && (result & 0xff) == 137,
           "ended with status %d after %d slices overrun in a row", (uint64_t) result & 0xff, overran);
    take_slices();
}

static int hostile_main(int argc, char** argv) {
    duration = argc > 1 ? number_of(argv[1]) : 500;
    own_slices = environment_record(self)->slices_held;
    storm("slice-hog", spins, 0, SHARE_MOST);
    storm("eight-slice-hogs", spins_for_ever, 8, SHARE_MOST);
    storm("yield-storm", yields, 0, SHARE_MOST);
    storm("yield-storm-among-peers", yields_to_peers, 4, SHARE_MOST);
    storm("transfer-storm", transfers, 4, SHARE_MOST);
    storm("asynchronous-transfer-storm", transfers_asynchronously, 4, SHARE_MOST);
    storm("sleeps-before-the-tick", ducks, 0, SHARE_MOST);
    storm("fault-storm", faults, 0, SHARE_MOST);
    storm("exception-storm-of-eight", raises_breakpoints, 8, SHARE_MOST);
    storm("timer-storm", sets_timers, 0, SHARE_MOST);
    storm("far-timers", sets_far_timers, 8, SHARE_MOST);
    without_slices();
    overruns("epilogue-that-never-ends", ignores_the_end);
    overruns("critical-section-that-never-ends", keeps_the_end_off);
    return 0;
}

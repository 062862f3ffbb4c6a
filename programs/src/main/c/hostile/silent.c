/*
 * Revocation of those who do not answer: children that spin, sleep, are stopped, hide what they hold in guarantees, tables and
 * bindings, answer with lies, or ask it of others who are not theirs. At the deadline the frames are gone, or the request is.
 */
#include "child.h"

#define PROBE UINT64_C(0x3e0000000)
#define FRAMES 12

static volatile uint64_t ready;

static void take_frames(uint64_t rights) {
    uint64_t own = (uint64_t) aegis_env_self();
    for (uint64_t i = 0; i < FRAMES; i++) if (bind_in(own, PROBE + i * PAGE, fresh(), rights) < 0) aegis_exit(95);
    ready = 1;
}
static void spins(uint64_t unused) { take_frames(READ_WRITE); for (;;) __asm__ volatile(""); }
static void touches(uint64_t unused) {
    take_frames(READ_WRITE);
    for (;;) for (uint64_t i = 0; i < FRAMES; i++) *(volatile uint8_t*) (PROBE + i * PAGE) = 1;
}
static void sleeps(uint64_t unused) { take_frames(READ_WRITE); for (;;) aegis_wait(AEGIS_EVENT_CHILD_ENDED, 0); }
static void waits_for_transfer(uint64_t unused) {
    take_frames(READ_WRITE);
    aegis_entry_point(AEGIS_ENTRY_POINT_SYNCHRONOUS, (uint64_t) waits_for_transfer);
    for (;;) aegis_accept(0, 0);
}
static void spins_in_the_upcall(void) { for (;;) __asm__ volatile(""); }
static void ignores_the_upcall(uint64_t unused) {
    child_area();
    aegis_entry_point(AEGIS_ENTRY_POINT_REVOCATION, (uint64_t) spins_in_the_upcall);
    spins(0);
}
static void keeps_upcalls_off(uint64_t unused) {
    child_area()->interrupt_in_use = 1;
    aegis_entry_point(AEGIS_ENTRY_POINT_REVOCATION, (uint64_t) spins_in_the_upcall);
    spins(0);
}
static void guarantees(uint64_t unused) {
    uint64_t own = (uint64_t) aegis_env_self();
    take_frames(READ_WRITE);
    for (uint64_t i = 0; i < FRAMES; i++) aegis_frame_guarantee((uint64_t) aegis_entry_read(own, PROBE + i * PAGE) / PAGE, 1);
    for (;;) __asm__ volatile("");
}

/* Whether all that was asked for is gone at the deadline, but for what was guaranteed, and the child with its registers lives. */
static void revoke_of(const char* name, void (*act)(uint64_t), uint64_t kept, int lives) {
    ready = 0;
    uint64_t child = (uint64_t) spawn(0, act, 0);
    give_slice(child), give_slice(child);
    while (!ready && !has_ended(child)) aegis_yield(child);
    sleep_milliseconds(3);
    const volatile struct aegis_environment_record* record = environment_record(child);
    uint64_t held = record->frames_held, free = BOOKS->frames_free;
    int64_t asked = aegis_revoke(child, AEGIS_RESOURCE_FRAMES, FRAMES, cycles() + milliseconds(3));
    sleep_milliseconds(8);
    uint64_t taken = held - record->frames_held;
    for (int i = 0; !lives && !has_ended(child) && i < 100; i++) sleep_milliseconds(5);
    int alive = !has_ended(child);
    int64_t result = finish(child);
    take_slices();
    int right = asked == 0 && taken == FRAMES - kept && (alive == lives || (!lives && ended_by_fault(result, PAGE_FAULT)));
    attack(name, right, "asked for %d, %d taken, %d kept; it %s; free before %d, after %d", (uint64_t) FRAMES, taken, kept,
           alive ? "lives on" : "met its own page fault", free, BOOKS->frames_free);
}

static void revoke_slices(void) {
    ready = 0;
    uint64_t child = (uint64_t) spawn(0, spins, 0);
    for (int i = 0; i < 4; i++) give_slice(child);
    while (!ready) aegis_yield(child);
    aegis_revoke(child, AEGIS_RESOURCE_SLICES, 50, cycles() + milliseconds(1));
    sleep_milliseconds(8);
    uint64_t left = environment_record(child)->slices_held;
    finish(child);
    take_slices();
    attack("silence-about-slices", left == AEGIS_SLICES_GUARANTEED, "asked for 50 of 4: %d left, the guaranteed one", left);
}

/* Requests beyond all bounds, at all times, of those it may ask and those it may not. */
static void revoke_wildly(void) {
    struct tally tally = { { 0 } };
    static const uint64_t counts[] = { 1, 2, 0xffffffff, UINT64_C(1) << 32, INT64_MAX };
    static const uint64_t times[] = { 1, INT64_MAX, INT64_MAX - 1 };
    ready = 0;
    uint64_t child = (uint64_t) spawn(0, spins, 0);
    while (!ready) aegis_yield(child);
    for (int round = 0; round < 200; round++) {
        judge(&tally, aegis_revoke(child, (uint64_t) round & 1, counts[round % 5], times[round % 3]), MAY(OK));
        judge(&tally, aegis_revoke(child, (uint64_t) round & 1, 0, 1), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_revoke(child, 2 + (uint64_t) round, 1, 1), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_revoke(child, 0, UINT64_C(1) << 63, 1), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_revoke(child, 0, 1, UINT64_C(1) << 63), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_revoke(child, 0, 1, 0), MAY(BAD_ARGUMENT));
        judge(&tally, aegis_revoke(parent_name(), 0, 1, 1), MAY(NOT_YOURS));
        judge(&tally, aegis_revoke(self, 0, 1, 1), MAY(NOT_YOURS));
        if (round % 10 == 0 && !has_ended(child)) aegis_yield(child);
    }
    finish(child);
    verdict("revocation-without-measure", &tally);
}

static int hostile_main(int argc, char** argv) {
    take_slices();
    revoke_of("silence-spinning", spins, 0, 1);
    revoke_of("silence-touching", touches, 0, 0);
    revoke_of("silence-asleep", sleeps, 0, 1);
    revoke_of("silence-in-accept", waits_for_transfer, 0, 1);
    revoke_of("silence-in-the-upcall", ignores_the_upcall, 0, 1);
    revoke_of("silence-with-upcalls-off", keeps_upcalls_off, 0, 1);
    revoke_of("silence-with-guarantees", guarantees, AEGIS_GUARANTEED_FRAMES_MAXIMUM, 1);
    revoke_slices();
    revoke_wildly();
    return 0;
}

/*
 * Save areas and entry points that point at nothing, at what cannot be written or executed, and at others' memory; handlers that
 * fault, loop or are not there; contents of the area that the kernel might believe. Who does so ends alone, or not at all.
 */
#include "child.h"

#define PROBE UINT64_C(0x390000000)
#define NOWHERE UINT64_C(0x3a0000000)
#define RANDOM_ROUNDS 60

static uint64_t seed;

/* ---- at registration ----------------------------------------------------------------------------------------------- */

static void register_others(void) {
    struct tally tally = { { 0 } };
    uint64_t index = self & AEGIS_ENVIRONMENT_NAME_INDEX_MASK;
    for (uint64_t frame = 0; frame < BOOKS->frame_count + 8; frame++) {
        int known = frame < BOOKS->frame_count;
        if (known && frame_record(frame)->owner == index && frame_record(frame)->kind == AEGIS_FRAME_KIND_ORDINARY) continue;
        judge(&tally, aegis_upcall(frame, (uint64_t) &area, (uint64_t) guard_handler), MAY(NOT_YOURS) | MAY(NO_SUCH_FRAME));
    }
    static const uint64_t frames[] = { -2, UINT64_C(1) << 63, UINT64_C(1) << 52, UINT64_C(1) << 32, 0xffffffff };
    for (uint64_t i = 0; i < 5; i++) judge(&tally, aegis_upcall(frames[i], 0, (uint64_t) guard_handler), MAY(NO_SUCH_FRAME));
    verdict("save-area-of-another", &tally);
}

static const uint64_t bad[] = { 1, 4095, 0xffff, AEGIS_USER_END, 0x7fffffffffff, 0x800000000000, 0xffff7fffffffffff,
    0xffff800000200000, 0xffffffff80200000, AEGIS_BOOKS_START, -1, UINT64_C(1) << 63 };

static void enter_kernel(void) {
    struct tally tally = { { 0 } };
    uint64_t frame = frame_at((uint64_t) &area);
    for (uint64_t i = 0; i < sizeof bad / 8; i++) {
        judge(&tally, aegis_upcall(frame, (uint64_t) &area, bad[i]), MAY(BAD_ADDRESS));
        for (uint64_t kind = 0; kind < 5; kind++) judge(&tally, aegis_entry_point(kind, bad[i]), MAY(BAD_ADDRESS));
        int64_t child = create_child(0);
        judge(&tally, aegis_env_start((uint64_t) child, bad[i], child_stack(0), 0, 0), MAY(BAD_ADDRESS));
        if (bad[i] != AEGIS_USER_END) {         /* a stack may begin there */
            int64_t status = aegis_env_start((uint64_t) child, (uint64_t) guard_handler, bad[i], 0, 0);
            judge(&tally, status, MAY(BAD_ADDRESS));
        }
        finish((uint64_t) child);
    }
    for (uint64_t kind = 5; kind < 70; kind++) {
        judge(&tally, aegis_entry_point(kind, (uint64_t) guard_handler), MAY(BAD_ARGUMENT));
    }
    verdict("entry-in-the-kernel", &tally);
}

/* ---- what becomes of who does it -------------------------------------------------------------------------------------- */

static uint64_t set_up(uint64_t entry, uint64_t rights) {
    uint64_t own = (uint64_t) aegis_env_self(), frame = fresh();
    if (bind_in(own, PROBE, frame, rights) < 0 || aegis_upcall(frame, PROBE, entry) < 0) aegis_exit(92);
    return frame;
}
static void fault(void) { (void) *(volatile uint8_t*) 8; }
static void spin(void) { for (;;) __asm__ volatile(""); }

static void handler_nowhere(uint64_t a) { set_up(NOWHERE, READ_WRITE), fault(); }
static void handler_is_data(uint64_t a) { set_up(PROBE, READ_WRITE), fault(); }
static void handler_is_others(uint64_t a) { set_up(0x3000000000, READ_WRITE), fault(); }
static void handler_faults(uint64_t a) { set_up((uint64_t) fault, READ_WRITE), fault(); }
static void handler_unmapped(uint64_t a) {
    uint64_t own = (uint64_t) aegis_env_self();
    if (bind_in(own, NOWHERE, fresh(), READ_EXECUTE) < 0) aegis_exit(93);
    set_up(NOWHERE, READ_WRITE);
    aegis_unbind(own, NOWHERE);
    fault();
}
static void in_use_already(uint64_t a) {
    set_up((uint64_t) guard_handler, READ_WRITE);
    ((volatile struct aegis_save_area*) PROBE)->in_use = UINT64_C(1) << 63;
    fault();
}
static void stack_nowhere(uint64_t a) { __asm__ volatile("xor %%esp, %%esp; ud2" : : ); }
static void stack_in_kernel(uint64_t a) { __asm__ volatile("mov $0xffffffff80200000, %%rsp; push %%rax" : : ); }
static void no_area_any_more(uint64_t a) {
    set_up((uint64_t) guard_handler, READ_WRITE);
    if (aegis_upcall(AEGIS_NO_FRAME, 0, 0) < 0) aegis_exit(94);
    fault();
}
/* The save area is there, though its owner does not see it, or sees it to read: the kernel goes by the frame. */
static void tells_vector(void);
__asm__(".text\ntells_vector: mov %rax, %rdi; mov $2, %eax; syscall; ud2\n");
static void area_unbound(uint64_t a) {
    set_up((uint64_t) tells_vector, READ_WRITE), aegis_unbind((uint64_t) aegis_env_self(), PROBE), fault();
}
static void area_read_only(uint64_t a) { set_up((uint64_t) tells_vector, READ), fault(); }
static void area_va_of_kernel(uint64_t a) {
    uint64_t frame = set_up((uint64_t) tells_vector, READ);
    aegis_upcall(frame, 0xffffffff80200000, (uint64_t) tells_vector), fault();
}

/* Runs one such child: whether it ended by the exception that it was to, or, if that is 0, with the page fault as status. */
static int ends(void (*act)(uint64_t), uint64_t vector) {
    int64_t child = spawn(0, act, 0);
    run_child((uint64_t) child, 1000);
    int64_t result = finish((uint64_t) child);
    return vector == 0 ? result == PAGE_FAULT : ended_by_fault(result, vector);
}

static void bad_handlers(void) {
    static void (*const acts[])(uint64_t) = { handler_nowhere, handler_is_data, handler_is_others, handler_faults,
        handler_unmapped, in_use_already, no_area_any_more, stack_in_kernel };
    uint64_t right = 0, count = sizeof acts / sizeof *acts;
    for (uint64_t i = 0; i < count; i++) right += ends(acts[i], PAGE_FAULT);
    right += ends(stack_nowhere, INVALID_OPCODE);
    attack("handler-that-is-not-there", right == count + 1, "%d of %d ended by their own exception, alone", right, count + 1);
    right = ends(area_unbound, 0) + ends(area_read_only, 0) + ends(area_va_of_kernel, 0);
    attack("save-area-out-of-sight", right == 3,
            "%d of 3 handled: the kernel goes by the frame and passes the address on unread", right);
}

/* ---- upcalls --------------------------------------------------------------------------------------------------------- */

static uint64_t upcall_entry;
static void upcalls_at(uint64_t kind) {
    set_up((uint64_t) guard_handler, READ_WRITE);
    aegis_entry_point(kind, upcall_entry);
    spin();
}
static void bad_upcalls(void) {
    static const uint64_t entries[] = { NOWHERE, PROBE, 0x3000000000 };
    uint64_t right = 0;
    for (uint64_t kind = 0; kind < 3; kind++) {
        for (int i = 0; i < 3; i++) {
            upcall_entry = entries[i];
            int64_t child = spawn(0, upcalls_at, kind);
            give_slice((uint64_t) child);
            while (kind == 2 && environment_record((uint64_t) child)->revocation == 0) aegis_yield((uint64_t) child);
            if (kind == 2) aegis_revoke((uint64_t) child, AEGIS_RESOURCE_FRAMES, 1, cycles() + milliseconds(50));
            run_child((uint64_t) child, 500);
            right += ended_by_fault(finish((uint64_t) child), INVALID_OPCODE);
            take_slices();
        }
    }
    attack("upcall-to-nowhere", right == 9, "%d of 9 ended by the exception of their own handler", right);
}

/* ---- contents ---------------------------------------------------------------------------------------------------------- */

/* Any word in the area at all, changed at random while the kernel writes to it on every occasion that there is. */
static void scribbles(uint64_t round) {
    uint64_t own_seed = cycles() * 2 + 1 + round;
    set_up((uint64_t) guard_handler, READ_WRITE);
    volatile uint64_t* words = (volatile uint64_t*) PROBE;
    for (;;) {
        for (uint64_t i = 0; i < PAGE / 8; i++) words[i] = random_next(&own_seed);
        words[16] = round & 1 ? 0 : words[16];
        words[32] = round & 2 ? -1 : words[32], words[33] = round & 4 ? UINT64_C(1) << 63 : words[33];
        aegis_yield(0);
    }
}
static void random_contents(void) {
    uint64_t before = BOOKS->frames_free, losses = 0;
    for (uint64_t round = 0; round < RANDOM_ROUNDS; round++) {
        int64_t child = spawn(0, scribbles, round);
        for (int i = 0; i < 12; i++) aegis_frame_give(fresh(), (uint64_t) child);
        for (int i = 0; i < 10; i++) {
            aegis_yield((uint64_t) child);
            if (i > 1) aegis_revoke((uint64_t) child, AEGIS_RESOURCE_FRAMES, 1 + (uint64_t) i % 3, cycles() + (uint64_t) i * 100);
        }
        sleep_milliseconds(1);
        losses += environment_record((uint64_t) child)->losses;
        finish((uint64_t) child);
    }
    attack("random-save-area", aegis_env_self() == (int64_t) self && losses > RANDOM_ROUNDS,
           "%d areas of random words, %d frames repossessed into them; free before %d, after %d", (uint64_t) RANDOM_ROUNDS, losses,
           before, BOOKS->frames_free);
}

/* Backings that are not the asker's to write: a capability that was good, one without WRITE, one for a frame in use elsewhere. */
static struct aegis_capability backing[3] __attribute__((aligned(32)));
static void has_backings(uint64_t unused) {
    set_up((uint64_t) guard_handler, READ_WRITE);
    struct aegis_save_area* save = (struct aegis_save_area*) PROBE;
    for (int i = 0; i < 32; i++) ((struct aegis_capability*) save->backings)[i] = backing[i % 3];
    uint64_t frames[8];
    for (int i = 0; i < 8; i++) frames[i] = fresh();
    for (int i = 0; i < 8; i++) {
        bind_in((uint64_t) aegis_env_self(), NOWHERE, frames[i], READ_WRITE);
        *(volatile uint64_t*) NOWHERE = 0xbad;
        aegis_unbind((uint64_t) aegis_env_self(), NOWHERE);
    }
    for (;;) aegis_yield(0);
}
static void bad_backings(void) {
    uint64_t frame = fresh_at(PROBE, READ_WRITE), changed = 0;
    volatile uint64_t* page = (volatile uint64_t*) PROBE;
    for (uint64_t i = 0; i < PAGE / 8; i++) page[i] = i;
    aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ_WRITE, (uint64_t) &backing[0]);
    aegis_cap_revoke(AEGIS_CAPABILITY_FRAME, frame);
    aegis_cap_make(AEGIS_CAPABILITY_FRAME, frame, READ, (uint64_t) &backing[1]);
    backing[2] = backing[1], backing[2].rights = READ_WRITE;
    int64_t child = spawn(0, has_backings, 0);
    for (int i = 0; i < 10; i++) aegis_yield((uint64_t) child);
    aegis_revoke((uint64_t) child, AEGIS_RESOURCE_FRAMES, 8, cycles());
    sleep_milliseconds(2);
    uint64_t losses = environment_record((uint64_t) child)->losses;
    finish((uint64_t) child);
    for (uint64_t i = 0; i < PAGE / 8; i++) changed += page[i] != i;
    attack("backing-of-another", changed == 0 && losses >= 8,
            "%d frames taken, none of 3 bad capabilities believed: %d words changed",
           losses, changed);
    discard(PROBE);
}

static int hostile_main(int argc, char** argv) {
    seed = cycles() | 1;
    register_others();
    enter_kernel();
    aegis_upcall(frame_at((uint64_t) &area), (uint64_t) &area, (uint64_t) guard_handler);
    bad_handlers();
    bad_upcalls();
    random_contents();
    bad_backings();
    return 0;
}

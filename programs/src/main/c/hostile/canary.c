/*
 * What runs beside every hostile program and must not notice: keeps a pattern in every register that ring 3 has, another in
 * memory of several kinds, takes a frame and gives it back, counts its rounds and its share of the processor, until all but
 * canaries have ended; then adds up the kernel's books. Says at the first disturbance what it was, and ends with status 1.
 * With an argument it disturbs itself, to show that it would: register, vector, float, base, flags, memory, progress.
 */
#include "hostile.h"

#define ROUND_ITERATIONS 100000                 /* some tenths of a millisecond: most rounds see a slice end */
#define STATIC_PAGES 32
#define FRAMES 8                                /* and so many frames of its own choice, far from each other */
#define FRAMES_START UINT64_C(0x200000000000)
#define FRAMES_STEP UINT64_C(0x600001000)
#define RESERVE UINT64_C(0x100000000000)        /* a page that has a frame for a moment in each round */
#define TAG UINT64_C(0xca9a000000000000)        /* what others would find, if anything of this were to leak */
#define FLAGS_OF_ALL UINT64_C(0x244cd5)         /* ID, AC, NT, OF, DF, SF, ZF, AF, PF, CF */

enum { RAX, RBX, RCX, RDX, RSI, RDI, RBP, RSP, R8, R9, R10, R11, R12, R13, R14, R15, FLAGS, FS_WORD, GS_WORD, SELECTORS, WORDS };
static const char* const names[WORDS] = { "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
    "r13", "r14", "r15", "rflags", "the word at fs:0", "the word at gs:0", "the selectors" };

struct image {
    uint64_t words[WORDS];
    uint64_t vectors[16][2];
    uint64_t floats[8][2];                      /* 80 bits each */
    uint32_t mxcsr, control;
};
struct image want __attribute__((aligned(16))), got __attribute__((aligned(16)));
uint64_t canary_stack;
static uint64_t base_words[2][8] __attribute__((aligned(64)));
static uint64_t pages[STATIC_PAGES][PAGE / 8] __attribute__((aligned(4096)));

/* Everything from want onto the processor, as many iterations as rcx says, of which rax counts each, and all of it to got.
 * What loops changes no flag. */
void canary_round(void);
#define EACH(of) of(rbx, 1) of(rdx, 3) of(rsi, 4) of(rdi, 5) of(rbp, 6) of(rsp, 7) of(r8, 8) of(r9, 9) of(r10, 10) of(r11, 11) \
    of(r12, 12) of(r13, 13) of(r14, 14) of(r15, 15) of(rax, 0) of(rcx, 2)
#define LOAD(register, at) "mov want+8*" #at ", %" #register "\n"
#define KEEP(register, at) "mov %" #register ", got+8*" #at "\n"
__asm__(".text\ncanary_round: push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; mov %rsp, canary_stack\n"
        "fninit; fldcw want+548; ldmxcsr want+544\n"
        ".irp i, 7,6,5,4,3,2,1,0\n fldt want+416+16*\\i\n .endr\n"
        ".irp i, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n movdqa want+160+16*\\i, %xmm\\i\n .endr\n"
        "pushq want+8*16; popfq\n"
        EACH(LOAD)
        "1: lea -1(%rcx), %rcx; lea 1(%rax), %rax; jrcxz 2f; jmp 1b\n"
        "2:" EACH(KEEP)
        "mov canary_stack, %rsp; pushfq; popq got+8*16; pushq $2; popfq\n"
        "mov %fs:0, %rax; mov %rax, got+8*17; mov %gs:0, %rax; mov %rax, got+8*18\n"
        "mov %ds, %eax; shl $16, %rax; mov %es, %ecx; or %rcx, %rax; shl $16, %rax; mov %fs, %ecx; or %rcx, %rax\n"
        "shl $16, %rax; mov %gs, %ecx; or %rcx, %rax; mov %rax, got+8*19\n"
        ".irp i, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n movdqa %xmm\\i, got+160+16*\\i\n .endr\n"
        "fnstcw got+548; stmxcsr got+544\n"
        ".irp i, 0,1,2,3,4,5,6,7\n fstpt got+416+16*\\i\n .endr\n"
        "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret\n");

static uint64_t seed, rounds;
static const char* corrupted = "";

static int is(const char* a, const char* b) {
    while (*a != 0 && *a == *b) a++, b++;
    return *a == *b;
}
static int says(const char* whole, const char* beginning) {
    while (*beginning != 0 && *whole == *beginning) whole++, beginning++;
    return *beginning == 0;
}

static void disturbed(const char* what, uint64_t is, uint64_t wanted) {
    tell("canary DISTURBED %s is %x not %x in round %d", what, is, wanted, rounds);
    aegis_exit(1);
}

/* ---- registers ----------------------------------------------------------------------------------------------------- */

static uint64_t tagged(void) { return TAG | random_next(&seed) >> 16; }

static void choose(void) {
    for (int i = 0; i < FLAGS; i++) want.words[i] = tagged();
    want.words[RCX] = ROUND_ITERATIONS;
    want.words[FLAGS] = 0x202 | (random_next(&seed) & FLAGS_OF_ALL);
    want.words[FS_WORD] = base_words[0][rounds & 7] = tagged();
    want.words[GS_WORD] = base_words[1][rounds & 7] = tagged();
    want.words[SELECTORS] = got.words[SELECTORS];
    for (int i = 0; i < 16; i++) want.vectors[i][0] = tagged(), want.vectors[i][1] = tagged();
    for (int i = 0; i < 8; i++) want.floats[i][0] = tagged(), want.floats[i][1] = 0x3fff + (random_next(&seed) & 0xff);
    want.mxcsr = 0x1f80 | (uint32_t) (random_next(&seed) & 0x6040);
    want.control = 0x37f | (uint32_t) (random_next(&seed) & 0xc00);
    aegis_segment_bases((uint64_t) &base_words[0][rounds & 7], (uint64_t) &base_words[1][rounds & 7]);
}

/* Spoils what it is told to, in the third round. */
static void corrupt(void) {
    if (rounds != 3) return;
    if (is(corrupted, "register")) got.words[R13] ^= 1;
    if (is(corrupted, "vector")) got.vectors[9][1] ^= 1;
    if (is(corrupted, "float")) got.floats[5][0] ^= 1;
    if (is(corrupted, "base")) got.words[GS_WORD] ^= 1;
    if (is(corrupted, "flags")) got.words[FLAGS] ^= 0x400;
    if (is(corrupted, "progress")) got.words[RAX]--;
    if (is(corrupted, "memory")) pages[7][77] ^= 1;
}

static void compare(void) {
    want.words[RCX] = 0;
    want.words[RAX] += ROUND_ITERATIONS;
    for (int i = 0; i < WORDS; i++) {
        /* The kernel clears the data selectors at a switch, and nobody else may have set them. */
        if (i == SELECTORS && got.words[i] == 0) continue;
        if (got.words[i] != want.words[i]) disturbed(names[i], got.words[i], want.words[i]);
    }
    for (int i = 0; i < 32; i++) {
        if (got.vectors[i / 2][i % 2] != want.vectors[i / 2][i % 2]) {
            disturbed("a vector register", got.vectors[i / 2][i % 2], want.vectors[i / 2][i % 2]);
        }
    }
    for (int i = 0; i < 16; i++) {
        if (got.floats[i / 2][i % 2] != want.floats[i / 2][i % 2]) {
            disturbed("a float", got.floats[i / 2][i % 2], want.floats[i / 2][i % 2]);
        }
    }
    if (got.mxcsr != want.mxcsr) disturbed("mxcsr", got.mxcsr, want.mxcsr);
    if ((got.control ^ want.control) & 0xffff) disturbed("the float control word", got.control, want.control);
}

/* ---- memory -------------------------------------------------------------------------------------------------------- */

static uint64_t pattern(uint64_t va) { return TAG | (va * UINT64_C(0x9e3779b97f4a7c15) ^ seed) >> 16; }

static uint64_t memory_seed;

static void each_page(void (*act)(uint64_t* page)) {
    uint64_t kept = seed;
    seed = memory_seed;
    for (int i = 0; i < STATIC_PAGES; i++) act(pages[i]);
    for (uint64_t i = 0; i < FRAMES; i++) act((uint64_t*) (FRAMES_START + i * FRAMES_STEP));
    seed = kept;
}
static void fill(uint64_t* page) {
    for (uint64_t i = 0; i < PAGE / 8; i++) page[i] = pattern((uint64_t) (page + i));
}
static void check(uint64_t* page) {
    for (uint64_t i = 0; i < PAGE / 8; i++) {
        uint64_t wanted = pattern((uint64_t) (page + i));
        if (page[i] != wanted) disturbed("memory", page[i], wanted);
    }
}

/* A frame from what is reserved for it: there, cleared, its own, and given back with what others must not find. */
static void use_reserve(void) {
    uint64_t frame = fresh_at(RESERVE, READ_WRITE);
    if (frame == AEGIS_NO_FRAME) disturbed("the reserved frame", frame, 0);
    uint64_t* page = (uint64_t*) RESERVE;
    for (uint64_t i = 0; i < PAGE / 8; i++) {
        if (page[i] != 0) disturbed("a new frame", page[i], 0);
        page[i] = tagged();
    }
    int64_t status = discard(RESERVE);
    if (status < 0) disturbed("giving a frame back", (uint64_t) status, 0);
}

/* ---- what the kernel says of it ------------------------------------------------------------------------------------- */

static struct {
    uint64_t state, parent, account, root, context, slices, frames, used, save_area, losses, asked, guaranteed;
} begun;

#define UNCHANGED(what, field, value) do { \
        uint64_t now = (value); \
        if (rounds == 0) begun.field = now; \
        else if (now != begun.field) disturbed(what, now, begun.field); \
    } while (0)

static void check_books(void) {
    const volatile struct aegis_environment_record* own = environment_record(self);
    UNCHANGED("its state", state, own->state);
    UNCHANGED("its parent", parent, own->parent);
    UNCHANGED("its account", account, own->account);
    UNCHANGED("its root", root, own->root);
    UNCHANGED("its context", context, own->context);
    UNCHANGED("its slices", slices, own->slices_held);
    UNCHANGED("its frames", frames, own->frames_held);
    UNCHANGED("its account's frames", used, account_used(own->account, AEGIS_RESOURCE_FRAMES));
    UNCHANGED("its save area", save_area, own->save_area);
    UNCHANGED("its losses", losses, own->losses + own->forfeited + own->overruns);
    UNCHANGED("what is asked of it", asked, own->frames_asked + own->slices_asked);
    UNCHANGED("its guarantees", guaranteed, own->frames_guaranteed);
}

#define RECORDS AEGIS_ENVIRONMENTS_MAXIMUM
static int alive(uint64_t index) {
    uint32_t state = environment_record(index)->state;
    return state != AEGIS_ENVIRONMENT_STATE_FREE && state != AEGIS_ENVIRONMENT_STATE_ENDED;
}
static int record_used(uint64_t index) { return environment_record(index)->state != AEGIS_ENVIRONMENT_STATE_FREE; }
static int is_honest(uint64_t index) {
    const char* label = (const char*) environment_record(index)->label;
    return says(label, "canary") || says(label, "steward");
}
static int hostile_alive(void) {
    for (uint64_t i = 1; i < RECORDS; i++) if (alive(i) && !is_honest(i)) return 1;
    return 0;
}
static uint64_t records_used(void) {
    uint64_t used = 0;
    for (uint64_t i = 1; i < RECORDS; i++) used += record_used(i) && !is_honest(i);
    return used;
}

/* Sums over the books mean something if nobody else ran meanwhile: one's charge is written when one leaves the processor. */
#define IN_ONE_GO(statements) do { \
        uint64_t charged; \
        do { \
            charged = environment_record(self)->cycles_used; \
            statements; \
        } while (charged != environment_record(self)->cycles_used); \
    } while (0)

/* What is free and what all but the steward hold: hostile programs may move frames between these, and no others. */
static uint64_t sum_frames(void) {
    uint64_t sum = BOOKS->frames_free;
    for (uint64_t i = 2; i < RECORDS; i++) {
        if (record_used(i)) sum += environment_record(i)->frames_held;
    }
    return sum;
}
static uint64_t frames_of_all(void) {
    uint64_t sum;
    IN_ONE_GO(sum = sum_frames());
    return sum;
}

static struct { uint64_t lost, wrong, left, accounts, all; } sums;

static void add_up(void) {
    uint64_t held[RECORDS] = { 0 }, free = 0;
    sums.lost = sums.wrong = sums.accounts = 0;
    for (uint64_t frame = 1; frame < BOOKS->frame_count; frame++) {
        const volatile struct aegis_frame_record* record = frame_record(frame);
        free += record->kind == AEGIS_FRAME_KIND_FREE;
        if (record->kind < AEGIS_FRAME_KIND_ORDINARY || record->kind == AEGIS_FRAME_KIND_ARCHIVE) continue;
        if (record->kind == AEGIS_FRAME_KIND_NETWORK && record->owner == 0) continue;
        if (record->owner >= RECORDS || !record_used(record->owner)) sums.lost++;
        else held[record->owner]++;
    }
    for (uint64_t i = 1; i < RECORDS; i++) sums.wrong += held[i] != (record_used(i) ? environment_record(i)->frames_held : 0);
    for (uint64_t i = 1; i < AEGIS_ACCOUNTS_MAXIMUM; i++) sums.accounts += BOOK(aegis_account_record, accounts)[i].depth != 0;
    sums.wrong += free != BOOKS->frames_free;
    sums.left = records_used();
    sums.all = sum_frames();
}

/* Adds up the books when only canaries are left: each frame free or somebody's, and nobody charged for more or less. What an
 * environment holds that ended badly is still its own: the steward leaves it as it is. */
static int audit(uint64_t frames_before) {
    for (uint64_t end = cycles() + milliseconds(3000); records_used() != 0 && cycles() < end;) sleep_milliseconds(5);
    IN_ONE_GO(add_up());
    int balanced = sums.lost + sums.wrong == 0 && sums.all == frames_before;
    tell("audit %s frames %d before %d after, %d lost, %d miscounted, %d environments left, %d accounts",
         balanced ? "balanced" : "UNBALANCED", frames_before, sums.all, sums.lost, sums.wrong, sums.left, sums.accounts);
    return balanced;
}

static uint64_t cycles_used(void) { return environment_record(self)->cycles_used + cycles(); }

static int hostile_main(int argc, char** argv) {
    seed = cycles() | 1, memory_seed = random_next(&seed);
    if (argc > 1) corrupted = argv[1];
    for (uint64_t i = 0; i < FRAMES; i++) {
        if (fresh_at(FRAMES_START + i * FRAMES_STEP, READ_WRITE) == AEGIS_NO_FRAME) return 2;
    }
    use_reserve();
    each_page(fill);
    uint64_t frames = frames_of_all(), start = cycles(), used = cycles_used(), minimum = argc > 1 ? 100 : 20;
    for (rounds = 0; hostile_alive() || rounds < minimum; rounds++) {
        check_books();
        choose();
        canary_round();
        corrupt();
        compare();
        each_page(check);
        use_reserve();
    }
    used = cycles_used() - used;
    uint64_t share = used / ((cycles() - start) / AEGIS_SLICES * environment_record(self)->slices_held / 100);
    tell("canary undisturbed memory %d registers %d progress %d share %d%%", rounds * (STATIC_PAGES + FRAMES),
         rounds * (WORDS + 16 + 8 + 2), rounds, share);
    return audit(frames) ? 0 : 3;
}

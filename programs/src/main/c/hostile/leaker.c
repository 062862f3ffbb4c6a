/*
 * Puts a secret into every register of one environment and searches another for it: a new one at its first instruction, one that
 * comes on after it, one that is entered by its transfer; and searches new frames, the registers behind every call, and what
 * the books do not name.
 */
#include "child.h"

#define SECRET UINT64_C(0x5ec2e75ec2e75ec2)
#define NEWBORNS 60
#define TURNS 300
#define NEW_FRAMES 20000
#define PROBE UINT64_C(0x350000000)

/* ---- every register ------------------------------------------------------------------------------------------------ */

struct seen {
    uint64_t general[16], flags, selectors[4];
    uint8_t environment[32];                    /* fnstenv: where the last floating-point instruction and its operand were */
    uint8_t vectors[512] __attribute__((aligned(16)));
};
struct seen seen;
uint64_t secret[2] = { SECRET, 0x3fff }, secrets_stack, newborn_resume;
uint64_t secret_control = 0x7fa0 | UINT64_C(0xc7f) << 32;

/* All registers hold the secret when the call of rax is made, but for rax and its argument in rdi. */
int64_t call_with_secrets(uint64_t number, uint64_t argument);
/* At the first instruction of a child, or at an entry of one: keeps all there is and ends, or passes the turn. */
void newborn(void);
void entered(void);
void turn(void);
#define STORE(register, at) "mov %" #register ", seen+8*" #at "\n"
__asm__(".text\ncall_with_secrets: push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; mov %rsp, secrets_stack\n"
        "fninit; .rept 8\n fldt secret\n .endr\n fldcw secret_control+4; ldmxcsr secret_control\n"
        ".irp i, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n movq secret, %xmm\\i; punpcklqdq %xmm\\i, %xmm\\i\n .endr\n"
        "mov $0x1b, %ecx; mov %ecx, %ds; mov %ecx, %es; mov $3, %ecx; mov %ecx, %fs; mov %ecx, %gs\n"
        "mov %rdi, %rax; mov %rsi, %rdi; mov secret, %rbx; mov %rbx, %rcx; mov %rbx, %rdx; mov %rbx, %rsi; mov %rbx, %rbp\n"
        ".irp r, r8,r9,r10,r11,r12,r13,r14,r15,rsp\n mov %rbx, %\\r\n .endr\n"
        "syscall\n"
        "mov secrets_stack, %rsp; fninit; pushq $0x1f80; ldmxcsr (%rsp); pop %rcx\n"
        "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; ret\n"
        "keep_all: " STORE(rax, 0) STORE(rbx, 1) STORE(rcx, 2) STORE(rdx, 3) STORE(rsi, 4) STORE(rdi, 5) STORE(rbp, 6)
        STORE(rsp, 7) STORE(r8, 8) STORE(r9, 9)
        STORE(r10, 10) STORE(r11, 11) STORE(r12, 12) STORE(r13, 13) STORE(r14, 14) STORE(r15, 15)
        "mov $child_stacks+8000, %rsp; pushfq; popq seen+8*16\n"
        "mov %ds, %eax; mov %rax, seen+8*17; mov %es, %eax; mov %rax, seen+8*18; mov %fs, %eax; mov %rax, seen+8*19\n"
        "mov %gs, %eax; mov %rax, seen+8*20; fxsave64 seen+208; fnstenv seen+168; jmp *newborn_resume\n"
        "newborn: movq $1f, newborn_resume; jmp keep_all\n1: mov $2, %eax; xor %edi, %edi; syscall; ud2\n"
        "entered: movq $2f, newborn_resume; jmp keep_all\n2: mov $2, %eax; xor %edi, %edi; syscall; ud2\n"
        "turn: movq $3f, newborn_resume\n3: xor %edi, %edi; mov $1, %eax; mov $0, %ecx; syscall; jmp keep_all\n");
_Static_assert(__builtin_offsetof(struct seen, vectors) == 208 && __builtin_offsetof(struct seen, environment) == 168, "seen");

static int is_secret(uint64_t word) { return word == SECRET || (word & 0xffffffff) == (SECRET & 0xffffffff); }

/* Whether an address of the last floating-point instruction or operand is one of this image: of whoever kept the secret. */
static int points_home(uint64_t address) { return address >= (uint64_t) __executable_start && address < (uint64_t) _end; }

/* Whether what another saw has something of the secret; which of the general registers are a message is a mask. */
static uint64_t leaks(uint64_t message) {
    uint64_t found = 0;
    for (int i = 0; i < 16; i++) found |= (uint64_t) (!(message >> i & 1) && is_secret(seen.general[i])) << i;
    found |= (uint64_t) ((seen.flags & ~UINT64_C(0x8d5)) != 0x202) << 16;
    for (int i = 0; i < 4; i++) found |= (uint64_t) (!(message >> 17 & 1) && seen.selectors[i] != 0) << 17;
    /* Of the image of FXSAVE: control words, where the last instruction and operand were, and all the registers. */
    const uint64_t* image = (const uint64_t*) seen.vectors;
    found |= (uint64_t) ((image[0] & 0xffff) != 0x37f || (uint32_t) image[3] != 0x1f80) << 18;
    found |= (uint64_t) (points_home(image[1]) || points_home(image[2])) << 19;
    for (int i = 4; i < 52; i++) found |= (uint64_t) (image[i] != 0) << 20;
    const uint32_t* environment = (const uint32_t*) seen.environment;
    found |= (uint64_t) (points_home(environment[3]) || points_home(environment[5])) << 21;
    return found;
}
static void leaked(const char* name, uint64_t tries, uint64_t found) {
    attack(name, found == 0,
            "%d searches: found %x (registers 0 to 15, flags 16, selectors 17, control words 18, pointers 19 and 21, "
           "vectors 20)", tries, found);
}

static void newborns(void) {
    uint64_t found = 0;
    for (int round = 0; round < NEWBORNS; round++) {
        for (uint64_t i = 0; i < sizeof seen / 8; i++) ((uint64_t*) &seen)[i] = 0;
        seen.flags = SECRET;
        int64_t child = spawn(1, (void (*)(uint64_t)) newborn, 0);
        while (!has_ended((uint64_t) child)) call_with_secrets(AEGIS_CALL_YIELD, (uint64_t) child);
        found |= leaks(0);
        for (int i = 0; i < 16; i++) found |= (uint64_t) (i != 7 && seen.general[i] != 0) << i;
        if (!ended_well(finish((uint64_t) child))) found |= UINT64_C(1) << 22;
    }
    leaked("registers-of-a-new-environment", NEWBORNS, found);
}

/* One that yields and yields, and each time looks at what it comes back with; it has floating-point state, and never computes. */
static volatile uint64_t turns, turns_found;
static void takes_turns(uint64_t unused) {
    for (;;) {
        uint64_t rax = 1, rdi = 0, kept[12];
        __asm__ volatile("mov %2, %%r8; mov %2, %%r9; mov %2, %%r10; mov %2, %%rdx; mov %2, %%rsi; xor %%ebx, %%ebx; syscall\n"
                         "mov %%r8, (%3); mov %%r9, 8(%3); mov %%r10, 16(%3); mov %%rdx, 24(%3)\n"
                         "mov %%rsi, 32(%3); mov %%rbx, 40(%3)\n"
                         "mov %%ds, %%edx; mov %%rdx, 48(%3); mov %%es, %%edx; mov %%rdx, 56(%3)\n"
                         "mov %%fs, %%edx; mov %%rdx, 64(%3)\n"
                         "mov %%gs, %%edx; mov %%rdx, 72(%3); mov %%rcx, 80(%3); mov %%r11, 88(%3)"
                         : "+a"(rax), "+D"(rdi) : "r"((uint64_t) 77), "r"(kept)
                         : "rcx", "r11", "r8", "r9", "r10", "rdx", "rsi", "rbx", "memory");
        uint32_t environment[7];
        __asm__ volatile("fnstenv %0" : "=m"(environment));
        turns_found |= points_home(environment[3]) || points_home(environment[5]) ? 8 : 0;
        for (int i = 0; i < 5; i++) turns_found |= kept[i] != 77;
        turns_found |= (kept[5] | kept[6] | kept[7] | kept[8] | kept[9]) != 0 ? 2 : 0;
        turns_found |= is_secret(kept[10]) || is_secret(kept[11]) ? 4 : 0;
        turns++;
    }
}
static void those_that_come_after(void) {
    int64_t child = spawn(1, takes_turns, 0);
    for (int round = 0; round < TURNS; round++) call_with_secrets(AEGIS_CALL_YIELD, (uint64_t) child);
    finish((uint64_t) child);
    attack("registers-of-who-comes-after", turns_found == 0 && turns >= TURNS / 2,
            "%d turns, found %x (kept 1, selectors 2, rcx r11 4, pointers 8)",
           turns, turns_found);
}

/* The message of a transfer is all but rax, rcx, r11; so are the selectors; vector registers are not. */
static void accepts(uint64_t unused) {
    aegis_entry_point(AEGIS_ENTRY_POINT_SYNCHRONOUS, (uint64_t) entered);
    aegis_accept(0, 0);
    aegis_exit(1);
}
static void those_that_are_entered(void) {
    uint64_t found = 0;
    for (int round = 0; round < NEWBORNS / 2; round++) {
        int64_t child = spawn(1, accepts, 0);
        while (environment_record((uint64_t) child)->state != AEGIS_ENVIRONMENT_STATE_WAITING) aegis_yield((uint64_t) child);
        call_with_secrets(AEGIS_CALL_TRANSFER_SYNC, (uint64_t) child);
        found |= leaks(~UINT64_C(0x805));
        if (seen.general[0] != self || !ended_well(finish((uint64_t) child))) found |= UINT64_C(1) << 22;
    }
    leaked("registers-beyond-a-transfer", NEWBORNS / 2, found);
}

/* ---- memory and results ---------------------------------------------------------------------------------------------- */

static void new_frames(void) {
    uint64_t words = 0;
    fresh_at(PROBE, READ_WRITE);
    for (int i = 0; i < NEW_FRAMES; i++) {
        volatile uint64_t* page = (volatile uint64_t*) PROBE;
        for (uint64_t word = 0; word < PAGE / 8; word++) words += page[word] != 0, page[word] = SECRET;
        discard(PROBE);
        aegis_bind(self, PROBE, fresh(), READ_WRITE);
    }
    discard(PROBE);
    attack("new-frames", words == 0, "%d frames searched: %d words not 0", (uint64_t) NEW_FRAMES, words);
}

/* Arguments are kept; rcx is where the call returns and r11 its flags: nothing of the kernel's is in any of them. */
static void behind_each_call(void) {
    uint64_t wrong = 0, tries = 0;
    for (uint64_t number = 0; number < 0x100; number++) {
        if (number == AEGIS_CALL_EXIT || number == AEGIS_CALL_WAIT || number == AEGIS_CALL_UPCALL
                || number == AEGIS_CALL_ACCEPT) continue;
        if (number == AEGIS_CALL_ENTRY_POINT || number == AEGIS_CALL_TEXT_RANGE) continue;
        for (uint64_t argument = 0; argument < 8; argument++) {
            uint64_t rax = number, rdi = argument == 7 ? self : -argument, rsi = rdi ^ 1, rdx = rdi ^ 2, got[5];
            __asm__ volatile("mov %4, %%r8; mov %4, %%r9; mov %4, %%r10; lea 1f(%%rip), %%rcx; sub %%rcx, %%rcx; syscall; 1:\n"
                             "mov %%r8, (%5); mov %%r9, 8(%5); mov %%r10, 16(%5); lea 1b(%%rip), %%r8\n"
                             "sub %%r8, %%rcx; mov %%rcx, 24(%5)\n"
                             "and $~0x8d5, %%r11; mov %%r11, 32(%5)"
                             : "+a"(rax), "+D"(rdi), "+S"(rsi), "+d"(rdx) : "r"(UINT64_C(0x1234567)), "r"(got)
                             : "rcx", "r8", "r9", "r10", "r11", "memory");
            uint64_t before = argument == 7 ? self : -argument;
            wrong += rdi != before || rsi != (before ^ 1) || rdx != (before ^ 2) || got[0] != 0x1234567 || got[1] != 0x1234567
                     || got[2] != 0x1234567 || got[3] != 0 || got[4] != 0x202;
            tries++;
        }
    }
    aegis_segment_bases(0, 0);
    attack("registers-behind-each-call", wrong == 0, "%d calls, %d with a register that is not its caller's", tries, wrong);
}

static uint64_t not_zero(const volatile void* from, uint64_t bytes) {
    uint64_t count = 0;
    for (uint64_t i = 0; i < bytes; i++) count += ((const volatile uint8_t*) from)[i] != 0;
    return count;
}
static void gaps_in_the_books(void) {
    uint64_t bytes = not_zero((const volatile void*) BOOKS->reserved_192, sizeof BOOKS->reserved_192);
    for (uint64_t i = 0; i < AEGIS_ENVIRONMENTS_MAXIMUM; i++) {
        bytes += not_zero(environment_record(i)->reserved_324, sizeof environment_record(i)->reserved_324);
    }
    for (uint64_t i = 0; i < AEGIS_ACCOUNTS_MAXIMUM; i++) {
        const volatile struct aegis_account_record* record = BOOK(aegis_account_record, accounts) + i;
        bytes += not_zero(record->reserved_16, 48) + not_zero(record->reserved_192, 64);
    }
    for (uint64_t i = 0; i < BOOKS->frame_count; i++) bytes += not_zero(frame_record(i)->reserved_48, 16);
    attack("gaps-in-the-books", bytes == 0, "%d bytes that no field covers are not 0", bytes);
}

static int hostile_main(int argc, char** argv) {
    newborns();
    those_that_come_after();
    those_that_are_entered();
    new_frames();
    behind_each_call();
    gaps_in_the_books();
    return 0;
}

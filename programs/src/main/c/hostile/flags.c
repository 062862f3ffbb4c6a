/*
 * Every flag, selector, control, debug and model register that ring 3 can lay a finger on, at every entry into the kernel there
 * is, and returns to where no return can go. The kernel's answer is the exception of the program alone, or nothing.
 */
#include "child.h"

#define PROBE UINT64_C(0x340000000)
#define LAST_PAGE (AEGIS_USER_END - PAGE)
#define LAST_SYSCALL (AEGIS_USER_END - 2)
#define TRAP 0x100
#define ARITHMETIC 0x8d5
#define COMBINATIONS 256
#define MOV_SS_ROUNDS 2000

/* NT, TF, AC, DF, IOPL, RF, VM, ID */
static uint64_t flags_of(uint64_t combination) {
    static const uint64_t flags[] = { 0x4000, TRAP, 0x40000, 0x400, 0x3000, 0x10000, 0x20000, 0x200000 };
    uint64_t sum = 0x202;
    for (int i = 0; i < 8; i++) if (combination >> i & 1) sum |= flags[i];
    return sum;
}

/* ---- flags at each entry --------------------------------------------------------------------------------------------- */

uint64_t flags_after, flags_answer;
#define WITH_FLAGS(instructions) __asm__ volatile("push %0; popfq; " instructions "; pushq $2; popfq" : : "r"(flags) \
    : "rax", "rcx", "rdx", "rdi", "r11", "memory", "cc")

static void at_call(uint64_t flags) {
    WITH_FLAGS("mov $0x14, %%eax; syscall; pushfq; popq flags_after; mov %%rax, flags_answer");
}
static void at_yield(uint64_t flags) { WITH_FLAGS("mov $1, %%eax; mov $0, %%edi; syscall; pushfq; popq flags_after; nop"); }
static void at_int3(uint64_t flags) { WITH_FLAGS("int3"); }
static void at_int4(uint64_t flags) { WITH_FLAGS("int $4"); }
static void at_undefined(uint64_t flags) { WITH_FLAGS("ud2"); }
static void at_fault(uint64_t flags) { WITH_FLAGS("mov 0x8, %%rax"); }
static void at_protection(uint64_t flags) { WITH_FLAGS("hlt"); }
static void at_no_gate(uint64_t flags) { WITH_FLAGS("int $0x20"); }
static void at_slice_end(uint64_t flags) {
    WITH_FLAGS("mov $2000000, %%ecx; 1: lea -1(%%rcx), %%rcx; jrcxz 2f; jmp 1b; 2: pushfq; popq flags_after");
}

static void flags_at(const char* name, void (*act)(uint64_t), int64_t vector, uint64_t step) {
    uint64_t wrong = 0, vectors = 0, first = 0;
    for (uint64_t i = 0; i < COMBINATIONS; i += step) {
        uint64_t flags = flags_of(i);
        flags_after = flags & 0x244602;
        flags_answer = self;
        int64_t answer = guarded(act, flags);
        uint64_t in_handler = answer == NONE ? 0x202 : ((uint64_t*) &area)[GUARD_FLAGS / 8] & ~UINT64_C(ARITHMETIC);
        int right = (answer == vector || ((flags & TRAP) && answer == DEBUG)) && in_handler == 0x202
                && ((flags_after ^ flags) & 0x244400) == 0 && (flags_after & 0x3000) == 0 && flags_answer == self
                && aegis_null() == 0 && aegis_env_self() == (int64_t) self;
        if (!right && wrong++ == 0) first = i;
        vectors |= answer == NONE ? 0 : UINT64_C(1) << answer;
    }
    attack(name, wrong == 0, "%d combinations, exceptions %x, %d wrong (first %x)", (uint64_t) COMBINATIONS / step, vectors,
            wrong, first);
}

/* A stack segment just loaded holds exceptions off for one instruction: what then comes may come in the kernel. */
#define AFTER_SS(instructions) WITH_FLAGS("mov %%ss, %%ecx; mov %%ecx, %%ss; " instructions)
static void ss_call(uint64_t flags) { AFTER_SS("syscall; nop"); }
static void ss_int3(uint64_t flags) { AFTER_SS("int3"); }
static void ss_int1(uint64_t flags) { AFTER_SS(".byte 0xf1"); }
static void ss_undefined(uint64_t flags) { AFTER_SS("ud2"); }
static void ss_fault(uint64_t flags) { AFTER_SS("mov 0x8, %%rax"); }

static void after_stack_segment(void) {
    static void (*const acts[])(uint64_t) = { ss_call, ss_int3, ss_int1, ss_undefined, ss_fault };
    uint64_t vectors = 0, none = 0;
    for (uint64_t i = 0; i < MOV_SS_ROUNDS; i++) {
        int64_t vector = guarded(acts[i % 5], 0x202 | TRAP | (i & 8 ? 0x4400 : 0));
        if (vector == NONE) none++;
        else vectors |= UINT64_C(1) << vector;
    }
    attack("stack-segment-before-entry", none == 0 && (vectors & ~UINT64_C(0x404a)) == 0, "%d tries, exceptions %x, %d without",
           (uint64_t) MOV_SS_ROUNDS, vectors, none);
}

/* ---- selectors ----------------------------------------------------------------------------------------------------- */

static void load_ds(uint64_t s) { __asm__ volatile("mov %w0, %%ds" : : "r"(s)); }
static void load_es(uint64_t s) { __asm__ volatile("mov %w0, %%es" : : "r"(s)); }
static void load_fs(uint64_t s) { __asm__ volatile("mov %w0, %%fs" : : "r"(s)); }
static void load_gs(uint64_t s) { __asm__ volatile("mov %w0, %%gs" : : "r"(s)); }
static void load_ss(uint64_t s) { __asm__ volatile("mov %w0, %%ss" : : "r"(s)); }

static void all_selectors(void) {
    static void (*const loads[])(uint64_t) = { load_ds, load_es, load_fs, load_gs, load_ss };
    uint64_t taken[5] = { 0 }, wrong = 0;
    for (uint64_t selector = 0; selector < 0x10000; selector++) {
        for (int which = 0; which < 5; which++) {
            if (guarded(loads[which], selector) != NONE) continue;
            taken[which]++;
            int user = selector < 4 || (selector & ~UINT64_C(3)) == 0x18 || (selector & ~UINT64_C(3)) == 0x20;
            wrong += which == 4 ? selector != 0x1b : !user;
            wrong += guarded(load_from, 8) != PAGE_FAULT || aegis_yield(0) != 0 || aegis_env_self() != (int64_t) self;
        }
    }
    attack("every-selector", wrong == 0, "taken of 65536: ds %d es %d fs %d gs %d ss %d; %d of them the kernel's", taken[0], taken[1],
           taken[2], taken[3], taken[4], wrong);
}

static struct { uint32_t offset; uint16_t selector; } __attribute__((packed)) far;
void far_target(void);
__asm__(".text\nfar_target: ret\n");
static void far_jump(uint64_t selector) {
    far.selector = (uint16_t) selector;
    __asm__ volatile("call 1f; jmp 2f; 1: ljmp *%0; 2:" : : "m"(far) : "memory");
}
static void far_call(uint64_t selector) {
    far.selector = (uint16_t) selector;
    __asm__ volatile("lcall *%0" : : "m"(far) : "memory");
}
static void far_transfers(void) {
    uint64_t wrong = 0, taken = 0, vectors = 0;
    far.offset = (uint32_t) (uint64_t) far_target;
    for (uint64_t selector = 0; selector < 0x200; selector++) {
        int64_t vector = guarded(far_jump, selector);
        int user = (selector & ~UINT64_C(3)) == 0x20;
        wrong += (vector == NONE) && !user;
        taken += vector == NONE;
        if (vector != NONE) vectors |= UINT64_C(1) << vector;
        if (user) continue;
        vector = guarded(far_call, selector);
        wrong += vector == NONE;
        if (vector != NONE) vectors |= UINT64_C(1) << vector;
    }
    attack("far-jump-and-call", wrong == 0, "to 512 selectors: %d taken, all its own code's; exceptions %x", taken, vectors);
}

struct { uint64_t rip, cs, rflags, rsp, ss; } forged;
static void interrupt_return(uint64_t unused) {
    __asm__ volatile("mov $forged, %%rsp; iretq" : : : "memory");
}
/* QEMU's iret from ring 3 reads the stack as the kernel would, and so meets SMAP before it looks at any of it. */
static void forged_frames(void) {
    static const uint64_t selectors[] = { 0, 3, 0x08, 0x0b, 0x10, 0x13, 0x18, 0x1b, 0x20, 0x23, 0x28, 0x2b, 0x07, 0xffff,
            0x10023 };
    const int count = sizeof selectors / 8;
    uint64_t tries = 0, none = 0, vectors = 0;
    for (int cs = 0; cs < count; cs++) {
        for (int ss = 0; ss < count; ss++) {
            for (uint64_t flags = 0; flags < 8; flags++) {
                forged.rip = flags & 4 ? 0x800000000000 : 0xffffffff80200000;
                forged.cs = selectors[cs], forged.ss = selectors[ss],
                        forged.rflags = flags & 1 ? 0x3202 : flags & 2 ? 0x24202 : 0x202;
                forged.rsp = flags & 1 ? 0xffff800000200000 : 0;
                int64_t vector = guarded(interrupt_return, 0);
                tries++;
                if (vector == NONE) none++;
                else vectors |= UINT64_C(1) << vector;
            }
        }
    }
    attack("forged-interrupt-frame", none == 0, "%d frames, exceptions %x, %d without", tries, vectors, none);
}

/* ---- privileged instructions ----------------------------------------------------------------------------------------- */

/* Each in 16 bytes, ended by a return. */
void privileged(void);
void privileged_end(void);
#define I(bytes) ".balign 16, 0xc3; .byte " bytes ", 0xc3\n"
__asm__(".text; .balign 16; privileged:\n"
        ".irp n, 0,2,3,4,8\n .balign 16, 0xc3; mov %rax, %cr\\n; ret; .balign 16, 0xc3; mov %cr\\n, %rax; ret\n .endr\n"
        ".irp n, 0,1,2,3,6,7\n .balign 16, 0xc3; mov %rax, %db\\n; ret; .balign 16, 0xc3; mov %db\\n, %rax; ret\n .endr\n"
        I("0xf4") I("0xfa") I("0xfb") I("0xec") I("0xee") I("0xed") I("0xef") I("0xe4,0x60") I("0xe6,0xf4") I("0x6c") I("0x6e")
        I("0x0f,0x06") I("0x0f,0x08") I("0x0f,0x09") I("0x0f,0x32")
        I("0x0f,0x30") I("0x0f,0x33") I("0x0f,0x35") I("0x48,0x0f,0x35")
        I("0x0f,0x07") I("0x48,0x0f,0x07") I("0x0f,0x01,0xf8") I("0x0f,0x01,0xd1") I("0x0f,0x01,0xd0") I("0x0f,0x01,0xca")
        I("0x0f,0x01,0xcb") I("0x0f,0x01,0xc8") I("0x0f,0x01,0xc9") I("0x0f,0x01,0xc1") I("0x0f,0x01,0xc2") I("0x0f,0x01,0xc3")
        I("0x0f,0x01,0xd8") I("0x0f,0x01,0xda") I("0x0f,0x01,0xdb") I("0x0f,0x01,0xdc") I("0x0f,0x01,0xdd")
        I("0x0f,0x01,0xde") I("0x0f,0x01,0xdf") I("0x0f,0x01,0xee") I("0x0f,0x01,0xef") I("0x0f,0x01,0x10") I("0x0f,0x01,0x18")
        I("0x0f,0x01,0x38") I("0x0f,0x01,0xf0") I("0x0f,0x00,0xd0") I("0x0f,0x00,0xd8") I("0x0f,0xaa") I("0x0f,0x37")
        I("0xf3,0x0f,0xae,0xc0") I("0xf3,0x0f,0xae,0xc8")
        I("0xf3,0x0f,0xae,0xd0") I("0xf3,0x0f,0xae,0xd8") I("0xf3,0x48,0x0f,0xae,0xd8")
        I("0x66,0x0f,0x38,0x82,0x00") I("0x0f,0xc7,0x30") I("0x66,0x0f,0xc7,0x30") I("0xf3,0x0f,0xc7,0x30") I("0x0f,0x78,0xc0")
        I("0x0f,0x34") I("0x0f,0xae,0x20") I("0x0f,0xae,0x28") I("0xf3,0x0f,0x01,0x28") I("0x48,0xcf")
        ".balign 16, 0xc3; privileged_end: ret\n");
static void run_at(uint64_t address) {
    static uint8_t room[64] __attribute__((aligned(64)));
    __asm__ volatile("call *%0" : : "r"(address), "a"(room), "c"(0xc0000080), "d"(0x3f8), "D"(room), "S"(room) : "memory",
            "rbx", "cc");
}
static void all_privileged(void) {
    uint64_t tries = 0, none = 0, vectors = 0, first = 0;
    for (uint64_t at = (uint64_t) privileged; at < (uint64_t) privileged_end; at += 16) {
        int64_t vector = guarded(run_at, at);
        tries++;
        if (vector != NONE) vectors |= UINT64_C(1) << vector;
        else if (none++ == 0) first = *(uint64_t*) at;
    }
    attack("privileged-instruction", none == 0, "%d instructions, exceptions %x, %d without (first %x)", tries, vectors, none,
            first);
}
static void model_register(uint64_t number) {
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number & 0xffffffff));
}
static void write_model_register(uint64_t number) { __asm__ volatile("wrmsr" : : "c"(number), "a"(-1), "d"(-1)); }
static void model_registers(void) {
    uint64_t through = 0;
    for (uint64_t i = 0; i < 0x400; i++) {
        uint64_t number = i < 0x200 ? i : i < 0x300 ? 0xc0000000 + i - 0x180 : 0xc0010000 + i;
        through += guarded(model_register, number) != PROTECTION;
        through += guarded(write_model_register, number) != PROTECTION;
    }
    attack("model-register", through == 0, "%d of 2048 accesses not a general protection", through);
}

/* ---- returns to nowhere -------------------------------------------------------------------------------------------------- */

static void call_at(uint64_t address) { __asm__ volatile("xor %%eax, %%eax; jmp *%0" : : "r"(address) : "rax", "rcx", "r11"); }
static void at_the_end_of_memory(void) {
    int64_t over = aegis_bind(self, AEGIS_USER_END, fresh_at(PROBE, READ_WRITE), READ);
    *(volatile uint16_t*) (PROBE + 4094) = 0x050f;
    bind_in(self, LAST_PAGE, frame_at(PROBE), READ_EXECUTE);
    int64_t call = guarded(call_at, LAST_SYSCALL);
    uint64_t rip = area.rip, address = area.fault_address;
    *(volatile uint16_t*) (PROBE + 4094) = 0xcccc;
    int64_t breakpoint = guarded(call_at, LAST_SYSCALL + 1);
    int64_t beyond = guarded(jump_to, UINT64_C(0x800000000000)), between = guarded(jump_to, UINT64_C(0x8000deadbeef000));
    attack("call-at-the-last-byte", over == AEGIS_STATUS_BAD_ADDRESS && call == PAGE_FAULT && rip == AEGIS_USER_END
           && address == AEGIS_USER_END && breakpoint == BREAKPOINT && beyond == PROTECTION && between == PROTECTION,
           "binding beyond: %r; the call came back to %x, a page fault; jump beyond: exception %d", over, rip, (uint64_t) beyond);
    aegis_unbind(self, LAST_PAGE);
}

/* Calls under a declared text, with flags: they are the caller's own exceptions. */
static void foreign_calls(void) {
    *(volatile uint32_t*) PROBE = 0xc3050f;     /* a call and a return, the only ones that the kernel is to answer */
    aegis_protect(self, PROBE, READ_EXECUTE);
    aegis_text_range(PROBE, PROBE + 16);
    uint64_t wrong = 0;
    for (uint64_t i = 0; i < COMBINATIONS; i++) {
        int64_t vector = guarded(at_call, flags_of(i));
        wrong += vector != AEGIS_FOREIGN_CALL_VECTOR && !((flags_of(i) & TRAP) && vector == DEBUG);
    }
    int64_t answer;
    __asm__ volatile("call *%1" : "=a"(answer) : "r"(PROBE), "a"(AEGIS_CALL_TEXT_RANGE), "D"(0), "S"(0) : "rcx", "r11", "memory");
    attack("foreign-call-with-flags", wrong == 0 && answer == 0, "%d of %d not the caller's exception", wrong,
            (uint64_t) COMBINATIONS);
}

static int hostile_main(int argc, char** argv) {
    flags_at("flags-at-call", at_call, NONE, 1);
    flags_at("flags-at-yield", at_yield, NONE, 1);
    flags_at("flags-at-int3", at_int3, BREAKPOINT, 1);
    flags_at("flags-at-int4", at_int4, OVERFLOW, 1);
    flags_at("flags-at-invalid-opcode", at_undefined, INVALID_OPCODE, 1);
    flags_at("flags-at-page-fault", at_fault, PAGE_FAULT, 1);
    flags_at("flags-at-protection", at_protection, PROTECTION, 1);
    flags_at("flags-at-closed-gate", at_no_gate, PROTECTION, 1);
    flags_at("flags-at-slice-end", at_slice_end, NONE, 5);
    after_stack_segment();
    all_selectors();
    far_transfers();
    forged_frames();
    all_privileged();
    model_registers();
    at_the_end_of_memory();
    foreign_calls();
    return 0;
}

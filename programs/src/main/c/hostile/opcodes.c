/*
 * Executes what no compiler writes: every opcode of one, two and three bytes with every prefix and ModRM that matters, and then
 * random bytes. What is executed lies in a page that is written through another binding. What loops for ever is interrupted by
 * the upcall at the end of a slice. Arguments: how many thousand random ones; the seed, or else it is the cycle counter's.
 */
#include "child.h"

#define WRITTEN UINT64_C(0x360000000)
#define EXECUTED UINT64_C(0x370000000)
#define SCRATCH UINT64_C(0x380000000)
#define TRIED 3840                              /* where in its page; what runs on meets int3, and then the page's end */

static uint64_t seed, tried, none, loops, answers[64];

/* All registers point into the scratch page, but for rax, which is no call's number, and rcx, so that strings are short. */
void run_opcode(uint64_t at);
/* The upcall at the end of a slice: what is executed then is ended as by an exception, number 64; all else yields. */
void interrupt_handler(void);
__asm__(".text\nrun_opcode: mov %rdi, %r11; mov $0x380000800, %rbx; mov %rbx, %rdx; mov %rbx, %rsi; mov %rbx, %rdi; mov %rbx, %rbp\n"
        ".irp r, r8,r9,r10,r12,r13,r14,r15,rsp\n mov %rbx, %\\r\n .endr\n"
        "lea 0x7f000000(%rbx), %rax; shl $20, %rax; or %rbx, %rax; mov $3, %ecx; jmp *%r11\n"
        "interrupt_handler: mov 160(%rcx), %rax; mov %rax, %rdx; shr $12, %rdx; cmp $0x370000, %rdx; je 1f\n"
        "  mov %rax, resumed; mov $upcall_stack+512, %rsp; push %r11; push %rdi; push %rcx\n"
        "  mov $1, %eax; xor %edi, %edi; syscall; pop %rcx; pop %rdi; pop %r11\n"
        "  mov 176(%rcx), %rax; mov %rax, resumed+8; mov 136(%rcx), %rax; mov %rax, resumed+16; mov 152(%rcx), %rdx\n"
        "  mov 144(%rcx), %rax; mov %rax, resumed+24; pushq 168(%rcx); movq $0, 128(%rcx); popfq\n"
        "  mov resumed+16, %rax; mov resumed+24, %rcx; mov resumed+8, %rsp; jmp *resumed\n"
        "1: movq $0, 128(%rcx); mov $64, %eax; jmp guard_handler\n");
uint64_t resumed[4], upcall_stack[64];          /* rip, rsp, rax, rcx */

static void prepare(void) {
    volatile uint64_t* page = (volatile uint64_t*) SCRATCH;
    for (uint64_t i = 0; i < PAGE / 8; i++) page[i] = SCRATCH + 0x800;
}

/*
 * The emulator's end, not the kernel's: QEMU 7.2 fails where one of AVX of the maps 0f 38 and 0f 3a comes without its prefix
 * (0f 38 0c c1 is a segmentation fault), and where a bit test has the prefix of a lock (f0 0f a3 c0 is an assertion).
 */
static int ends_the_emulator(const uint8_t* bytes, uint64_t count) {
    int locked = 0, ends = 0;
    for (uint64_t i = 0; i < count; i++) {
        int two = bytes[i] == 0x0f && i + 1 < count;
        locked |= bytes[i] == 0xf0;
        ends |= two && (bytes[i + 1] == 0x38 || bytes[i + 1] == 0x3a);
        ends |= two && locked && ((bytes[i + 1] & 0xe7) == 0xa3 || bytes[i + 1] == 0xba);
    }
    return ends;
}

static void try(const uint8_t* bytes, uint64_t count) {
    if (ends_the_emulator(bytes, count)) return;
    volatile uint8_t* to = (volatile uint8_t*) WRITTEN + TRIED;
    for (uint64_t i = 0; i < 24; i++) to[i] = i < count ? bytes[i] : 0xcc;
    int64_t vector = guarded(run_opcode, EXECUTED + TRIED);
    tried++;
    if (vector == NONE) none++;
    else if (vector == 64) loops++, aegis_yield(0);
    else answers[vector & 63]++;
    if ((tried & 255) == 0) prepare();
}

static void with_prefixes(const uint8_t* opcode, uint64_t count) {
    static const uint8_t prefixes[] = { 0, 0x66, 0xf2, 0xf3, 0xf0, 0x48, 0x67, 0x65 };
    uint8_t bytes[8];
    for (uint64_t p = 0; p < sizeof prefixes; p++) {
        uint64_t length = 0;
        if (prefixes[p] != 0) bytes[length++] = prefixes[p];
        for (uint64_t i = 0; i < count; i++) bytes[length++] = opcode[i];
        try(bytes, length);
    }
}

static void all_of_them(void) {
    static const uint8_t forms[] = { 0x00, 0x08, 0x10, 0x18, 0x20, 0x28, 0x30, 0x38, 0xc0, 0xc8, 0xd0, 0xd8, 0xe0, 0xe8, 0xf0,
            0xf8 };
    for (int a = 0; a < 256; a++) {
        for (uint64_t form = 0; form < sizeof forms; form++) {
            with_prefixes((uint8_t[]) { (uint8_t) a, forms[form] }, 2);
            with_prefixes((uint8_t[]) { 0x0f, (uint8_t) a, forms[form] }, 3);
        }
        with_prefixes((uint8_t[]) { (uint8_t) a }, 1);
    }
    for (int form = 0; form < 256; form++) {
        with_prefixes((uint8_t[]) { 0x0f, 0x01, (uint8_t) form }, 3);
        with_prefixes((uint8_t[]) { 0x0f, 0xae, (uint8_t) form }, 3);
        with_prefixes((uint8_t[]) { 0x0f, 0xc7, (uint8_t) form }, 3);
        with_prefixes((uint8_t[]) { 0xcd, (uint8_t) form }, 2);
    }
}

static void random_bytes(uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        uint64_t bytes[2] = { random_next(&seed), random_next(&seed) };
        try((uint8_t*) bytes, 1 + random_next(&seed) % 15);
    }
}

static void report(const char* name) {
    attack(name, aegis_env_self() == (int64_t) self && tried == none + loops + answers[0] + answers[1] + answers[3] + answers[4]
           + answers[5] + answers[6] + answers[11] + answers[12] + answers[13] + answers[14] + answers[16] + answers[17] + answers[19],
           "%d executed: debug %d breakpoint %d invalid opcode %d protection %d page fault %d other %d loop %d nothing %d",
           tried, answers[1], answers[3], answers[6], answers[13], answers[14], answers[0] + answers[4] + answers[5] + answers[11]
           + answers[12] + answers[16] + answers[17] + answers[19], loops, none);
    for (int i = 0; i < 64; i++) answers[i] = 0;
    tried = none = loops = 0;
}

static int hostile_main(int argc, char** argv) {
    uint64_t thousands = argc > 1 ? number_of(argv[1]) : 50;
    seed = argc > 2 ? number_of(argv[2]) : cycles() | 1;
    tell("seed %d", seed);
    fresh_at(SCRATCH, READ_WRITE);
    bind_in(self, EXECUTED, fresh_at(WRITTEN, READ_WRITE), READ_EXECUTE);
    for (uint64_t i = 0; i < PAGE; i++) ((volatile uint8_t*) WRITTEN)[i] = 0xcc;
    prepare();
    aegis_entry_point(AEGIS_ENTRY_POINT_EPILOGUE, (uint64_t) interrupt_handler);
    all_of_them();
    report("every-opcode");
    random_bytes(thousands * 1000);
    report("random-opcodes");
    aegis_entry_point(AEGIS_ENTRY_POINT_EPILOGUE, 0);
    return 0;
}

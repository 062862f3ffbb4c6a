/*
 * The acts that Java has no words for, one function each, in the order of exo.programs.trespasser.Act. Each is run under
 * exos_guarded, so it may end in any exception; none of them is expected to return.
 */
#include "trespasser.h"

static void load(int64_t address) { (void) *(volatile char*) address; }
static void store(int64_t address) { *(volatile char*) address = 1; }
static void jump(int64_t address) { ((void (*)(void)) address)(); }
static void halt(int64_t a) { __asm__ volatile("hlt"); }
static void disable_interrupts(int64_t a) { __asm__ volatile("cli"); }
static void enable_interrupts(int64_t a) { __asm__ volatile("sti"); }
static void read_port(int64_t port) { __asm__ volatile("inb %w0, %%al" : : "d"(port) : "al"); }
static void write_port(int64_t port) { __asm__ volatile("outb %%al, %w0" : : "d"(port), "a"(0)); }
static void load_cr3(int64_t a) { __asm__ volatile("mov %0, %%cr3" : : "r"(a)); }
static void load_cr4(int64_t a) { __asm__ volatile("mov %0, %%cr4" : : "r"(a)); }
static void read_cr0(int64_t a) { int64_t value; __asm__ volatile("mov %%cr0, %0" : "=r"(value)); }
static void load_debug_register(int64_t a) { __asm__ volatile("mov %0, %%dr0" : : "r"(a)); }
static void read_model_register(int64_t number) { __asm__ volatile("rdmsr" : : "c"(number) : "rax", "rdx"); }
static void write_model_register(int64_t number) { __asm__ volatile("wrmsr" : : "c"(number), "a"(0), "d"(0)); }
static void load_descriptor_table(int64_t a) { char table[16] = { 0 }; __asm__ volatile("lgdt %0" : : "m"(table)); }
static void load_interrupt_table(int64_t a) { char table[16] = { 0 }; __asm__ volatile("lidt %0" : : "m"(table)); }
static void read_interrupt_table(int64_t a) { char table[16]; __asm__ volatile("sidt %0" : "=m"(table)); }
static void load_task_register(int64_t selector) { __asm__ volatile("ltr %w0" : : "r"(selector)); }
static void invalidate_page(int64_t address) { __asm__ volatile("invlpg (%0)" : : "r"(address)); }
static void write_back_caches(int64_t a) { __asm__ volatile("wbinvd"); }
static void swap_gs(int64_t a) { __asm__ volatile("swapgs"); }
static void system_return(int64_t a) { __asm__ volatile("sysretq" : : : "rcx", "r11"); }
static void clear_task_switched(int64_t a) { __asm__ volatile("clts"); }
static void load_kernel_selector(int64_t selector) { __asm__ volatile("mov %w0, %%ss" : : "r"(selector)); }

static void return_to_ring_0(int64_t address) {
    __asm__ volatile("mov %%rsp, %%rax; pushq $0x10; push %%rax; pushfq; pushq $0x08; push %0; iretq" : : "r"(address)
                     : "rax", "memory");
}

static void far_jump_to_ring_0(int64_t address) {
    struct { int64_t offset; uint16_t selector; } __attribute__((packed)) target = { address, 0x08 };
    __asm__ volatile("rex.W ljmp *%0" : : "m"(target));
}

static void interrupt_return_to(int64_t address) {
    __asm__ volatile("mov %%rsp, %%rax; mov %%ss, %%ecx; push %%rcx; push %%rax; pushfq; mov %%cs, %%ecx; push %%rcx;"
                     "push %0; iretq" : : "r"(address) : "rax", "rcx", "memory");
}

static void return_to(int64_t address) { __asm__ volatile("push %0; ret" : : "r"(address)); }
static void push_at(int64_t stack) { __asm__ volatile("mov %0, %%rsp; push %%rax" : : "r"(stack) : "memory"); }

static __attribute__((noinline)) int64_t deeper(volatile int64_t* above) {
    volatile int64_t room[64];
    room[0] = *above + 1;
    return deeper(room) + room[0];
}
static void overflow_stack(int64_t a) { volatile int64_t start = a; deeper(&start); }

static void divide_by_zero(int64_t zero) {
    __asm__ volatile("xor %%edx, %%edx; mov $1, %%eax; idivq %0" : : "r"(zero) : "rax", "rdx");
}
static void single_step(int64_t a) { __asm__ volatile("pushfq; orq $0x100, (%%rsp); popfq; nop; nop" : : : "memory"); }
static void invalid_opcode(int64_t a) { __asm__ volatile("ud2"); }
static void unmasked_x87_error(int64_t a) {
    uint16_t control = 0x0340;
    __asm__ volatile("fninit; fldcw %0; fld1; fldz; fdivrp; fwait" : : "m"(control));
}
static void unmasked_vector_error(int64_t a) {
    uint32_t control = 0x1d80, one = 0x3f800000;
    __asm__ volatile("ldmxcsr %0; movd %1, %%xmm0; pxor %%xmm1, %%xmm1; divss %%xmm1, %%xmm0" : : "m"(control), "m"(one)
                     : "xmm0", "xmm1");
}

/* Software interrupts need their vector in the instruction: 256 of them, four bytes apart. */
__asm__(".text; .balign 16; interrupts: .set n, 0; .rept 256; .byte 0xcd, n, 0xc3, 0x90; .set n, n + 1; .endr");
extern char interrupts[];
static void software_interrupt(int64_t vector) { ((void (*)(void)) (interrupts + 4 * vector))(); }

static void (*const acts[])(int64_t) = {
    load, store, jump, halt, disable_interrupts, enable_interrupts, read_port, write_port, load_cr3, load_cr4, read_cr0,
    load_debug_register, read_model_register, write_model_register, load_descriptor_table, load_interrupt_table,
    read_interrupt_table, load_task_register, invalidate_page, write_back_caches, swap_gs, system_return,
    clear_task_switched, load_kernel_selector, return_to_ring_0, far_jump_to_ring_0, interrupt_return_to, return_to,
    push_at, overflow_stack, divide_by_zero, single_step, invalid_opcode, unmasked_x87_error, unmasked_vector_error,
    software_interrupt,
};

int64_t trespass(int32_t act, int64_t argument) {
    int64_t vector = exos_guarded(acts[act], argument);
    uint32_t control = 0x1f80;
    __asm__ volatile("fninit; ldmxcsr %0" : : "m"(control));
    return vector;
}

int64_t trespass_raise_privilege(void) {
    int64_t flags;
    __asm__ volatile("pushfq; orq $0x3000, (%%rsp); popfq; pushfq; pop %0" : "=r"(flags) : : "memory", "cc");
    return flags >> 12 & 3;
}

int64_t trespass_processor_has_umip(void) {
    uint32_t a = 7, b, c = 0, d;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return c >> 2 & 1;
}

static volatile int64_t capability[4] __attribute__((aligned(32)));
int64_t trespass_capability(void) { return (int64_t) capability; }
void trespass_alter(int32_t word, int64_t bits) { capability[word] ^= bits; }

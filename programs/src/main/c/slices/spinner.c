/*
 * One of several equal programs that do nothing but count, for as long as a window of time that all of them know: what the
 * processor is shared between, and what sharing it costs. Says how often it got the processor, how many instructions of its own
 * it ran, and how long it waited at most. Under --count a cycle is an instruction, and every figure exact.
 */
#include "../tiny/tiny.c"

#define BOOKS ((const volatile struct aegis_books_header*) AEGIS_BOOKS_START)
#define START_MILLISECONDS 50                   /* after boot: everyone is there by then */
#define WINDOW_MILLISECONDS 600

#define INNER 42                                /* rounds of the inner loop, so that the whole is */
#define ITERATION 100                           /* instructions, between two looks at the clock */
#define AWAY 150                                /* cycles between two looks from which on the processor was away */

/* Counts until the end; the instructions of an iteration are the same in number whatever it finds. */
static uint64_t spin(uint64_t start, uint64_t end, uint64_t* turns, uint64_t* longest) {
    uint64_t iterations = 0, last = start;
    __asm__ volatile(
        "1: mov $%c[inner], %%ecx; nop\n"
        "2: dec %%ecx; jnz 2b\n"
        "rdtsc; shl $32, %%rdx; or %%rdx, %%rax\n"
        "cmp %[end], %%rax; jae 3f\n"
        "inc %[iterations]\n"
        "mov %%rax, %%rdx; sub %[last], %%rdx; mov %%rax, %[last]\n"
        "cmp %%rdx, %[longest]; cmovb %%rdx, %[longest]\n"
        "cmp %%rdx, %[away]; adc $0, %[turns]\n"
        "jmp 1b\n"
        "3:"
        : [iterations] "+r"(iterations), [last] "+r"(last), [turns] "+r"(*turns), [longest] "+r"(*longest)
        : [end] "r"(end), [away] "r"((uint64_t) AWAY), [inner] "i"(INNER) : "rax", "rcx", "rdx", "cc");
    return iterations;
}

static void tell(const char* name, uint64_t value) {
    tiny_text("slices ");
    tiny_text(name);
    tiny_text(" ");
    tiny_number(value);
    tiny_end_line();
}

int tiny_main(void) {
    uint64_t millisecond = (uint64_t) aegis_machine_info(AEGIS_INFO_CYCLES_PER_SECOND) / 1000;
    uint64_t start = BOOKS->boot_cycles + START_MILLISECONDS * millisecond;
    uint64_t window = WINDOW_MILLISECONDS * millisecond;
    if (tiny_cycles() >= start) {
        tiny_text("not here when it began");
        tiny_end_line();
        return 1;
    }
    while (tiny_cycles() < start) aegis_wait(AEGIS_EVENT_DEADLINE, start);
    uint64_t turns = 0, longest = 0;
    uint64_t iterations = spin(start, start + window, &turns, &longest);
    tell("slice", BOOKS->slice_cycles);
    tell("window", window);
    tell("turns", turns);
    tell("work", iterations * ITERATION);
    tell("wait", longest < ITERATION ? 0 : longest - ITERATION);
    return 0;
}

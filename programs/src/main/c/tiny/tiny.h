/*
 * Tiny: a library OS in C that shares nothing with ExOS but the kernel. It has its own fault handler, its own page table and a
 * line on the console. A program is one file that includes tiny.c and has a tiny_main.
 */
#pragma once
/* Without vector registers: the fault handler would have to save them. Must come before any function. */
#pragma GCC target("general-regs-only")
#include <aegis.h>

#define TINY_PAGE AEGIS_BYTES_IN_FRAME
#define TINY_PAGES_MAXIMUM 512

/* The program; its result is the environment's exit status. */
int tiny_main(void);

/* What the fault handler has done since the beginning. */
extern uint64_t tiny_backed, tiny_noted;

/* Makes pages, none of them reserved yet, lazily backed: a cleared frame each when first touched. 0, or -1: no room. */
int tiny_reserve(uint64_t va, uint64_t pages);
/* Forbids writing to those of the pages that have a frame; the first write to each is noted, and goes through. */
void tiny_watch(uint64_t va, uint64_t pages);
/* Gives the frames of pages back to the machine; the pages stay reserved. How many frames that were. */
uint64_t tiny_release(uint64_t va, uint64_t pages);

/* Adds to the console's line; tiny_end_line sends it. */
void tiny_text(const char* text);
void tiny_number(uint64_t number);
void tiny_end_line(void);

static inline uint64_t tiny_cycles(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t) high << 32 | low;
}

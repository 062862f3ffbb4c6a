/* The trespasser's forbidden acts, by number; see trespasser.c. */
#pragma once
#include "exos.h"

/* Commits an act under a guard: the vector of the exception that stopped it, or -1: nothing did. */
int64_t trespass(int32_t act, int64_t argument);
/* Tries to raise the I/O privilege level to 3; the level that the flags show afterwards. */
int64_t trespass_raise_privilege(void);
/* Whether the processor can keep user mode from reading the descriptor tables' addresses at all. */
int64_t trespass_processor_has_umip(void);
/* Where a capability of the trespasser's lies, aligned as the kernel wants it. */
int64_t trespass_capability(void);
/* Flips bits of one of its words. */
void trespass_alter(int32_t word, int64_t bits);

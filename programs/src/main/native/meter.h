/* Measuring instructions of the program meter. Under QEMU's -icount shift=0 a cycle is an instruction. */
#pragma once
#include "aegis.h"

/* Cycles from a null call's syscall instruction, included, to the instruction after it. */
int64_t meter_null_call(void);
/* How many of the general registers a null call changes, besides rax, rcx and r11, which it may. */
int64_t meter_registers_changed(void);

/* Cycles from an instruction that raises an exception, included, to its handler's first. */
int64_t meter_exception(void);
/* Cycles from a handler's decision to resume to the interrupted instruction's follower; the kernel is not entered. */
int64_t meter_resume(void);
/* Gets a page and frames of its own ready for the three below; 0, or the kernel's status. */
int64_t meter_prepare_pages(void);
/* Cycles of protecting one own page, call round trip. */
int64_t meter_protect(void);
/* Cycles of binding one own page, call round trip; it is unbound again. */
int64_t meter_bind(void);
/* Cycles per page of protecting 100 pages in one batch. */
int64_t meter_protect_batch(void);
/* Cycles per page of binding 100 pages in one batch; they are unbound again. */
int64_t meter_bind_batch(void);

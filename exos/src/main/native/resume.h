/*
 * Going on after an exception or an upcall without the kernel, for assembly. The save area lies below 2 GiB, so that no
 * register is needed to address it; its own page's end serves as the stack that the flags pass through, as the interrupted program's may be
 * full, and has 128 bytes below its pointer that are the program's too.
 */
#pragma once
#define EXOS_SAVE_AREA 0x3fe000
#ifdef __ASSEMBLER__
#include "aegis_layout.h"

/* Everything as it was; the instruction that the save area names is next. Clears IN_USE unless told to keep it. */
.macro exos_resume keep=0
        mov     $EXOS_SAVE_AREA + SAVE_AREA_BYTES, %rsp
        pushq   EXOS_SAVE_AREA + SAVE_AREA_RFLAGS
        popfq
        mov     EXOS_SAVE_AREA + SAVE_AREA_RAX, %rax
        mov     EXOS_SAVE_AREA + SAVE_AREA_RCX, %rcx
        mov     EXOS_SAVE_AREA + SAVE_AREA_RDX, %rdx
        mov     EXOS_SAVE_AREA + SAVE_AREA_RSP, %rsp
        .if     \keep == 0
        movq    $0, EXOS_SAVE_AREA + SAVE_AREA_IN_USE
        .endif
        jmp     *EXOS_SAVE_AREA + SAVE_AREA_RIP
.endm

/*
 * The same after an upcall through the interrupt context. The next one may come as soon as that is free again, so where to go
 * is on the interrupted program's stack by then, below its 128 bytes.
 */
.macro exos_resume_interrupt
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RSP, %rsp
        lea     -136(%rsp), %rsp
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RIP, %rax
        mov     %rax, (%rsp)
        pushq   EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RFLAGS
        popfq
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RAX, %rax
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RCX, %rcx
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RDX, %rdx
        movq    $0, EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_IN_USE
        ret     $128
.endm
#endif

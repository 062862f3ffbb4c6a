/*
 * Exceptions that a C or Java function handles: it runs on a stack of its own, whatever state the program's is in, and if it
 * says so the program goes on at the instruction that raised the exception, without the kernel. The kernel has saved what the
 * save area names; what else C may destroy is kept here, vector registers included.
 */
#include "resume.h"
#define STACK_BYTES 8192

        .section .text.exos_handled_upcall, "ax"
        .globl  exos_handled_upcall
exos_handled_upcall:
        mov     $exception_stack + STACK_BYTES, %rsp
        push    %rsi
        push    %rdi
        push    %r8
        push    %r9
        push    %r10
        push    %r11
        fxsave64 exception_vectors
        mov     %rax, %rdi
        mov     EXOS_SAVE_AREA + SAVE_AREA_ERROR_CODE, %rsi
        call    *exos_exception_handler
        fxrstor64 exception_vectors
        pop     %r11
        pop     %r10
        pop     %r9
        pop     %r8
        pop     %rdi
        pop     %rsi
        test    %rax, %rax
        jz      1f
        exos_resume
1:      mov     EXOS_SAVE_AREA + SAVE_AREA_VECTOR, %rax
        mov     $EXOS_SAVE_AREA, %ecx
        mov     EXOS_SAVE_AREA + SAVE_AREA_FAULT_ADDRESS, %rdx
        jmp     exos_upcall

        .section .bss.exception_stack, "aw", @nobits
        .balign 16
exception_vectors:      .skip 512
exception_stack:        .skip STACK_BYTES
        .section .note.GNU-stack, "", @progbits

/*
 * One call, timed: int64_t meter_call(number, a0, a1, a2, a3, a4) gives the cycles from its syscall instruction, included, to
 * the instruction after it, and leaves its result in meter_result. meter_no_call is the same without the call, so that one can
 * take off what else stands between the readings. Likewise meter_touch and meter_no_touch, for reading a byte.
 */
#include "reading.h"

        .macro  timed_call name
        .section .text.\name, "ax"
        .globl  \name
\name:  push    %rbx
        push    %r12
        mov     %rdi, %rbx
        mov     %rsi, %rdi
        mov     %rdx, %rsi
        mov     %rcx, %r12
        mov     %r8, %r10
        mov     %r9, %r8
        reading
        mov     %rdx, %r9
        mov     %r12, %rdx
        mov     %rbx, %rax
        .endm

        .macro  call_timed
        mov     %rax, meter_result
        reading
        sub     %r9, %rdx
        mov     %rdx, %rax
        pop     %r12
        pop     %rbx
        ret
        .endm

        timed_call meter_call
        syscall
        call_timed
        timed_call meter_no_call
        call_timed

        .macro  timed_touch name
        .section .text.\name, "ax"
        .globl  \name
\name:  reading
        mov     %rdx, %rcx
        .endm

        .macro  touch_timed
        reading
        sub     %rcx, %rdx
        mov     %rdx, %rax
        ret
        .endm

        timed_touch meter_touch
        movzbl  (%rdi), %esi
        touch_timed
        timed_touch meter_no_touch
        touch_timed

        .section .bss.meter_result, "aw", @nobits
        .balign 8
        .globl  meter_result
meter_result:   .skip 8
        .section .note.GNU-stack, "", @progbits

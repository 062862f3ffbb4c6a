/*
 * An exception and the way back, timed. r8 keeps the counter over the way in, r9 over the way out; what stands between two
 * readings without them is measured first and taken off. The handler leaves the cycles in meter_in and meter_out. The program
 * registers meter_handler before it calls meter_raise.
 */
#include "resume.h"
#include "reading.h"

        .section .text.meter_raise, "ax"
        .globl  meter_raise, meter_handler
meter_raise:
        reading
        mov     %rdx, %r8
        reading
        sub     %r8, %rdx
        mov     %rdx, meter_nothing
        reading
        mov     %rdx, %r8
        ud2
        reading
        sub     %r9, %rdx
        sub     meter_nothing, %rdx
        mov     %rdx, meter_out
        ret

meter_handler:
        reading
        sub     %r8, %rdx
        sub     meter_nothing, %rdx
        mov     %rdx, meter_in
        addq    $2, EXOS_SAVE_AREA + SAVE_AREA_RIP
        reading
        mov     %rdx, %r9
        exos_resume

        .section .bss.meter_raise, "aw", @nobits
        .balign 8
        .globl  meter_in, meter_out
meter_in:       .skip 8
meter_out:      .skip 8
meter_nothing:  .skip 8
        .section .note.GNU-stack, "", @progbits

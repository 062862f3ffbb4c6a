/*
 * What an interrupt takes, seen from the program that it interrupts, which does nothing but read the counter.
 *
 * int64_t meter_slices(count, readings): waits for so many slice ends and leaves for each the cycles from the interrupt to the
 * first instruction of meter_epilogue, which the program has declared before. The loop has two instructions, and the interrupt
 * came before one of them: the save area tells which, and the last reading. So nothing of the loop is in the figure.
 */
#include "resume.h"
#include "reading.h"

        .section .text.meter_slices, "ax"
        .globl  meter_slices, meter_epilogue
meter_slices:
        mov     %rdi, slices_left
        mov     %rsi, slice_readings
1:      rdtsc
2:      jmp     1b
3:      ret

meter_epilogue:
        reading
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RDX, %rax
        shl     $32, %rax
        or      EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RAX, %rax
        sub     %rax, %rdx
        sub     $1, %rdx                        /* the loop's reading itself */
        mov     EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RIP, %rax
        cmp     $2b, %rax
        je      4f
        sub     $1, %rdx                        /* and its jump */
        cmp     $1b, %rax
        jne     5f
4:      mov     slice_readings, %rcx
        mov     %rdx, (%rcx)
        addq    $8, slice_readings
        subq    $1, slices_left
        jnz     5f
        movq    $3b, EXOS_SAVE_AREA + SAVE_AREA_INTERRUPT_RIP
5:      mov     %rdi, slice_rdi
        mov     %r11, slice_r11
        xor     %edi, %edi
        mov     $AEGIS_CALL_YIELD, %eax
        syscall
        mov     slice_rdi, %rdi
        mov     slice_r11, %r11
        exos_resume_interrupt

/*
 * int64_t meter_gap(until): the longest time, up to a cycle, in which the program could not run: the longest between two
 * readings, less the shortest.
 */
        .section .text.meter_gap, "ax"
        .globl  meter_gap
meter_gap:
        mov     $-1, %r9
        xor     %r8d, %r8d
        reading
        mov     %rdx, %rcx
1:      reading
        mov     %rdx, %rax
        sub     %rcx, %rax
        mov     %rdx, %rcx
        cmp     %r8, %rax
        cmova   %rax, %r8
        cmp     %r9, %rax
        cmovb   %rax, %r9
        cmp     %rdi, %rdx
        jb      1b
        mov     %r8, %rax
        sub     %r9, %rax
        ret

        .section .bss.meter_slices, "aw", @nobits
        .balign 8
slices_left:    .skip 8
slice_readings: .skip 8
slice_rdi:      .skip 8
slice_r11:      .skip 8
        .section .note.GNU-stack, "", @progbits

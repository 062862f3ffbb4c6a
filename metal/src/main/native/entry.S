/*
 * Into the kernel and out of it. An environment's registers live in its context, a frame that only the kernel maps
 * (layout Context of the ABI). Entries save straight into the selected context: an interrupt from user mode because the
 * task state's stack pointer is its register part's end, a call by plain stores. Java then runs on the one kernel stack with
 * interrupts off, may select another context, and returns here; leaving restores whatever is selected.
 *
 * There is one processor, so its state is addressed directly and neither GS base nor swapgs is used.
 */
#include "aegis_layout.h"
#define REGISTERS_END 176                       /* of the context: after SS; 16-byte aligned, as the processor wants */

/* Registers to and from the context that the stack pointer names: what C may destroy of a caller's, and what it keeps. */
#define KEEP(register, field)   mov register, CONTEXT_##field - bias(%rsp);
#define TAKE(register, field)   mov CONTEXT_##field - bias(%rsp), register;
#define MESSAGE(each)   each(%rdi, RDI) each(%rsi, RSI) each(%rdx, RDX) each(%r8, R8) each(%r9, R9) each(%r10, R10)
#define KEPT_BY_C(each) each(%r12, R12) each(%r13, R13) each(%r14, R14) each(%r15, R15) each(%rbx, RBX)

        .set    bias, 0                         /* how far behind its context's start the stack pointer is */

        .macro  keep_rest scratch               /* of a caller: stack pointer, rcx and r11 as it would have found them */
        mov     user_stack(%rip), \scratch
        KEEP(\scratch, RSP) TAKE(\scratch, RIP) KEEP(\scratch, RCX) TAKE(\scratch, RFLAGS) KEEP(\scratch, R11)
        .endm

        .section .rodata
        .balign 64
calls:                                          /* what answers each number */
#include "aegis_calls.h"

        .data
        .balign 64
        .globl  selected_context, next_context, task_state
selected_context:       .quad 0                 /* whose registers are, or on entry will be, on the processor */
next_context:           .quad 0                 /* what Java chose to go on with; 0: nothing, wait for an interrupt */
user_stack:             .quad 0
        .globl  next_instruction, next_stack, calls_limit, text_start, text_end, kernel_entries, address_space_switches, translation_flushes
next_instruction:       .quad 0                 /* not 0: a transfer, to here with the caller's registers; negative: see below */
next_stack:             .quad 0                 /* of a negative one, the callee's stack pointer; unless bit 62 is set: then the */
                                                /* caller goes on, so that its registers are kept */
calls_limit:            .quad AEGIS_CALLS       /* numbers from here on take the slow path: all, under a declared text */
text_start:             .quad 0                 /* what calls may return into, if the limit is 0: (start, end] */
text_end:               .quad 0
kernel_entries:         .quad 0                 /* what Machine.counter tells */
address_space_switches: .quad 0
translation_flushes:    .quad 0
        .balign 16
task_state:             .fill 26, 4, 0          /* Intel SDM vol. 3A, 8.7: RSP0 at 4, IST1 at 36 */

        .text
/*
 * A call. FMASK has cleared IF, TF, DF, AC, NT and IOPL. C keeps rbx, rbp, r12 to r15, so only what C may destroy is saved;
 * if Java selects another context the rest is still there to be saved then.
 */
        .balign 64
        .globl  aegis_call_entry, aegis_leave
aegis_call_entry:
        mov     %rsp, user_stack(%rip)
        mov     selected_context(%rip), %rsp
        mov     %rcx, CONTEXT_RIP(%rsp)
        mov     %r11, CONTEXT_RFLAGS(%rsp)
        MESSAGE(KEEP)
        mov     $kernel_stack_top, %rsp
        incq    kernel_entries(%rip)
        cmp     calls_limit(%rip), %rax
        jae     2f
4:      mov     %r10, %rcx
        call    *calls(, %rax, 8)
3:      mov     selected_context(%rip), %rsp
        cmp     next_context(%rip), %rsp
        jne     1f
        MESSAGE(TAKE)
        mov     CONTEXT_RIP(%rsp), %rcx         /* below 2^47: no page from USER_END on is ever mapped for a user */
        mov     CONTEXT_RFLAGS(%rsp), %r11
        mov     user_stack(%rip), %rsp
        sysretq

2:      cmp     $AEGIS_CALLS, %rax
        mov     selected_context(%rip), %r9
        mov     CONTEXT_RIP(%r9), %r9
        setae   %cl
        cmpq    $0, calls_limit(%rip)
        jne     5f
        cmp     text_start(%rip), %r9
        jbe     foreign_call
        cmp     text_end(%rip), %r9
        ja      foreign_call
        test    %cl, %cl
        jz      4b
5:      call    aegis_no_such_call
        jmp     3b

foreign_call:                                   /* as an exception: every register is to be in place or in the context */
        mov     selected_context(%rip), %rsp
        KEEP(%rax, RAX) KEEP(%rbp, RBP)
        keep_rest %rax
        mov     $kernel_stack_top, %rsp
        call    aegis_foreign_call
        jmp     user_exception_end

1:      mov     next_instruction(%rip), %rcx
        test    %rcx, %rcx
        jnz     transfer
        mov     %rax, CONTEXT_RAX(%rsp)         /* the caller does not go on: keep all of it in its context */
        KEPT_BY_C(KEEP) KEEP(%rbp, RBP)
        keep_rest %rcx

/* Goes on with the context that Java selected, or waits for an interrupt that makes it select one. */
aegis_leave:
        mov     next_context(%rip), %rsp
        test    %rsp, %rsp
        jz      aegis_idle
        mov     %rsp, selected_context(%rip)
        lea     REGISTERS_END(%rsp), %rax
        mov     %rax, task_state + 4(%rip)
        .irp    r, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        pop     %\r
        .endr
        add     $16, %rsp
        iretq

/* The caller's registers are the message; of its own it keeps stack, flags and where it was, or all. */
transfer:
        movq    $0, next_instruction(%rip)
        mov     user_stack(%rip), %r11
        mov     %r11, CONTEXT_RSP(%rsp)
        js      2f                              /* as next_instruction was tested */
1:      MESSAGE(TAKE)
        mov     next_context(%rip), %rsp
        mov     %rsp, selected_context(%rip)
        add     $REGISTERS_END, %rsp
        mov     %rsp, task_state + 4(%rip)
        mov     %r11, %rsp
        mov     $0x202, %r11d
        sysretq
2:      btr     $63, %rcx
        mov     next_stack(%rip), %r11
        btr     $62, %rcx
        jnc     1b
        movq    $0, CONTEXT_RAX(%rsp)
        KEPT_BY_C(KEEP) KEEP(%rbp, RBP)
        keep_rest %r11
        mov     user_stack(%rip), %r11
        jmp     1b

aegis_idle:
        movq    $0, selected_context(%rip)
        mov     $kernel_stack_top, %rsp
        xor     %ebp, %ebp
        sti                                     /* holds interrupts off until hlt has begun */
1:      hlt                                     /* an interrupt goes on with leaving; after an NMI the wait does */
        jmp     1b

/* One stub of 16 bytes for each vector up to 47; Java fills the interrupt table from their addresses. */
        .balign 64
        .globl  trap_stubs
trap_stubs:
        .set    vector, 0
        .rept   48
        .balign 16
        .if     (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17) || (vector == 21) || (vector >= 29 && vector <= 30)
        .else
        push    $0
        .endif
        push    $vector
        .if     vector == 1
        jmp     debug_entry
        .elseif vector == 7
        jmp     vector_use_entry
        .elseif (vector == 2) || (vector == 8) || (vector == 18)
        jmp     kernel_entry
        .elseif vector < 32
        jmp     exception_entry
        .else
        jmp     interrupt_entry
        .endif
        .set    vector, vector + 1
        .endr

/* Out of user mode: the stack is the selected context, down to its vector. */
        .macro  from_user handler, end
        .set    bias, CONTEXT_VECTOR
        MESSAGE(KEEP) KEEP(%rax, RAX) KEEP(%rcx, RCX) KEEP(%r11, R11) KEEP(%rbp, RBP)    /* rbp is for a report */
        .set    bias, 0
        mov     (%rsp), %esi
        mov     8(%rsp), %rdx
        mov     %cr2, %rcx
        mov     $kernel_stack_top, %rsp
        incq    kernel_entries(%rip)
        push    $2                              /* a user's AC would switch SMAP off, its DF break the C code */
        popf
        call    \handler
\end:   mov     selected_context(%rip), %rsp
        cmp     next_context(%rip), %rsp
        jne     1f
        MESSAGE(TAKE) TAKE(%rax, RAX) TAKE(%rcx, RCX) TAKE(%r11, R11)
        add     $CONTEXT_RIP, %rsp
        iretq
1:      KEPT_BY_C(KEEP)                         /* as in a call: the rest is still in place */
        jmp     aegis_leave
        .endm

exception_entry:
        testb   $3, 24(%rsp)
        jz      kernel_entry
user_exception:
        from_user aegis_exception, user_exception_end
vector_use_entry:
        testb   $3, 24(%rsp)
        jz      kernel_entry
        from_user aegis_vector_use, vector_use_end
interrupt_entry:
        testb   $3, 24(%rsp)
        jz      idle_interrupt
        from_user aegis_interrupt, user_interrupt_end

/* While idle, as the kernel has interrupts off elsewhere: there is nothing to keep, and nowhere else to go on than at leaving. */
idle_interrupt:
        incq    kernel_entries(%rip)
        pop     %rsi
        call    aegis_interrupt
        jmp     aegis_leave

/* In kernel mode: an NMI, or a bug. On whatever stack the processor chose. */
kernel_entry:
        .irp    r, r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax
        push    %\r
        .endr
        incq    kernel_entries(%rip)
        mov     CONTEXT_VECTOR(%rsp), %rsi
        mov     CONTEXT_ERROR_CODE(%rsp), %rdx
        mov     %cr2, %rcx
        mov     CONTEXT_RIP(%rsp), %r8
        cld
        push    %r8                             /* so that the frame chain shows where it happened */
        push    %rbp
        mov     %rsp, %rbp
        and     $-16, %rsp
        call    aegis_kernel_trap
        lea     16(%rbp), %rsp
        .irp    r, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        pop     %\r
        .endr
        add     $16, %rsp
        iretq

/*
 * #DB has a stack of its own: "mov ss" before "syscall" with TF set delivers it on the kernel's first instruction, with
 * the user's stack pointer (CVE-2018-8897). From user mode it is moved to the context and goes the common way.
 */
debug_entry:
        testb   $3, 24(%rsp)
        jz      1f
        push    %rax
        push    %rcx
        mov     selected_context(%rip), %rcx
        .irp    word, 0, 8, 16, 24, 32, 40, 48
        mov     16 + \word(%rsp), %rax
        mov     %rax, CONTEXT_VECTOR + \word(%rcx)
        .endr
        lea     CONTEXT_VECTOR(%rcx), %rax
        mov     %rax, user_stack(%rip)
        pop     %rcx
        pop     %rax
        mov     user_stack(%rip), %rsp
        jmp     user_exception
1:      andl    $~0x100, 32(%rsp)
        add     $16, %rsp
        iretq
        .section .note.GNU-stack, "", @progbits

/*
 * From the boot protocol to Java. Both protocols enter in 32-bit protected mode with paging off: PVH with the address of
 * hvm_start_info in EBX, Multiboot2 with its magic in EAX and the information in EBX. This file checks that the processor
 * has long mode, turns it on over tables that map the first GiB three times (identity, direct map, kernel), and calls the
 * Java world on the kernel's stack. Everything else, the real page tables included, is Java's.
 */
#define KERNEL_BASE     0xffffffff80000000
#define PHYSICAL(label) (label - KERNEL_BASE)
#define MULTIBOOT2_MAGIC 0xe85250d6

        .section .note.pvh, "a", @note
        .long 4, 4, 18                          /* name and descriptor bytes; XEN_ELFNOTE_PHYS32_ENTRY */
        .asciz "Xen"
        .long boot_entry

        .section .multiboot2, "a"
        .balign 8
multiboot2_header:
        .long MULTIBOOT2_MAGIC, 0, multiboot2_end - multiboot2_header
        .long -(MULTIBOOT2_MAGIC + (multiboot2_end - multiboot2_header))
        .word 3, 0                              /* entry address tag */
        .long 12, boot_entry, 0
        .word 6, 0                              /* module alignment tag: whole pages */
        .long 8
        .word 0, 0
        .long 8
multiboot2_end:

        .section .boot, "ax"                    /* linked where it is loaded, as paging is off */
        .code32
        .globl boot_entry
boot_entry:
        cli
        cld
        mov     %eax, PHYSICAL(boot_magic)
        mov     %ebx, PHYSICAL(boot_address)
        rdtsc
        mov     %eax, PHYSICAL(boot_cycles)
        mov     %edx, PHYSICAL(boot_cycles) + 4
        mov     $PHYSICAL(kernel_stack_top), %esp
        mov     $0xe9, %dx                      /* a first sign of life, before anything can go wrong */
        mov     $'\n', %al
        out     %al, %dx

        mov     $0x80000000, %eax
        cpuid
        mov     $no_long_mode, %esi
        cmp     $0x80000001, %eax
        jb      refuse
        mov     $0x80000001, %eax
        cpuid
        bt      $29, %edx
        jnc     refuse
        mov     $0x101, %ebx                    /* EFER: long mode, syscall; no-execute below, where there is one */
        bt      $20, %edx
        jnc     1f
        or      $0x800, %ebx
1:      mov     %cr4, %eax
        or      $0x620, %eax                    /* PAE, OSFXSR, OSXMMEXCPT */
        mov     %eax, %cr4
        mov     $PHYSICAL(boot_root), %eax
        mov     %eax, %cr3
        mov     $0xc0000080, %ecx
        rdmsr
        or      %ebx, %eax
        wrmsr
        mov     $0x80010033, %eax               /* PG, WP, NE, ET, MP, PE */
        mov     %eax, %cr0
        lgdt    boot_gdt_pointer
        ljmp    $0x08, $long_mode

refuse: lodsb                                   /* to the serial port, which firmware or QEMU has set up */
        test    %al, %al
        jz      2f
        mov     $0x3f8, %dx
        out     %al, %dx
        mov     $0xe9, %dx
        out     %al, %dx
        jmp     refuse
2:      mov     $125, %al
        mov     $0xf4, %dx
        out     %al, %dx
        hlt
        jmp     2b

        .code64
long_mode:
        xor     %eax, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %fs
        mov     %eax, %gs
        mov     $0x10, %eax
        mov     %eax, %ss
        mov     $high_half, %rax
        jmp     *%rax
no_long_mode:
        .asciz "refused this processor has no 64-bit mode\n"
boot_gdt_pointer:
        .word   gdt_end - gdt - 1
        .long   PHYSICAL(gdt)

        .text
high_half:
        mov     $kernel_stack_top, %rsp
        lgdt    gdt_pointer(%rip)
        xor     %ebp, %ebp                      /* the frame chain ends here */
        xor     %edi, %edi
        xor     %esi, %esi
        call    teavm_main
        jmp     aegis_leave

        .section .rodata
        .balign 8
gdt_pointer:
        .word   gdt_end - gdt - 1
        .quad   gdt

        .data
        .balign 16
        .globl  gdt, gdt_task, boot_magic, boot_address, boot_cycles
gdt:    .quad   0
        .quad   0x00af9b000000ffff              /* 0x08 kernel code */
        .quad   0x00cf93000000ffff              /* 0x10 kernel data */
        .quad   0x00cff3000000ffff              /* 0x18 user data: sysret wants it below the code */
        .quad   0x00affb000000ffff              /* 0x20 user code */
gdt_task:
        .quad   0, 0                            /* 0x28 task state, filled in by Java */
gdt_end:
boot_cycles:    .quad 0
boot_magic:     .long 0
boot_address:   .long 0

        .balign 4096
boot_root:
        .quad   PHYSICAL(boot_directory_pointers) + 3
        .fill   255, 8, 0
        .quad   PHYSICAL(boot_directory_pointers) + 3
        .fill   254, 8, 0
        .quad   PHYSICAL(boot_directory_pointers) + 3
boot_directory_pointers:                        /* one table serves as all three: entries 0 and 510 */
        .quad   PHYSICAL(boot_directory) + 3
        .fill   509, 8, 0
        .quad   PHYSICAL(boot_directory) + 3
        .quad   0
boot_directory:
        .set    page, 0
        .rept   512
        .quad   page + 0x83
        .set    page, page + 0x200000
        .endr

        .section .stacks, "aw", @nobits         /* each stack grows down towards a page that is never mapped */
        .balign 4096
        .globl  stacks_start, kernel_stack_top, double_fault_stack_top, nmi_stack_top
        .globl  machine_check_stack_top, debug_stack_top
stacks_start:
        .skip   4096 + 16384
kernel_stack_top:
        .skip   4096 + 4096
double_fault_stack_top:
        .skip   4096 + 4096
nmi_stack_top:
        .skip   4096 + 4096
machine_check_stack_top:
        .skip   4096 + 4096
debug_stack_top:

        .bss
        .globl  boot_copy
boot_copy:                                      /* Multiboot2's information, out of the way of what the kernel lays out */
        .skip   16384
        .section .note.GNU-stack, "", @progbits

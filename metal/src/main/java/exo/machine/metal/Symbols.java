package exo.machine.metal;

import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/** Addresses (virtual, in the kernel's half) that the linker script and the assembly files define. */
@Include(value = "processor.h", isSystem = false)
final class Symbols {
    private Symbols() {
    }

    /** No address: the first bits of the hash of the kernel's class files. */
    @Import(name = "kernel_hash")
    static native long kernelHash();

    @Import(name = "address_of_image_start")
    static native long imageStart();

    @Import(name = "address_of_rodata_start")
    static native long readOnlyStart();

    @Import(name = "address_of_data_start")
    static native long dataStart();

    /** Of the objects made at boot: from here to the image's end. */
    @Import(name = "address_of_heap_start")
    static native long heapStart();

    @Import(name = "address_of_image_end")
    static native long imageEnd();

    @Import(name = "address_of_stacks_start")
    static native long stacksStart();

    @Import(name = "address_of_kernel_stack_top")
    static native long kernelStackTop();

    @Import(name = "address_of_double_fault_stack_top")
    static native long doubleFaultStackTop();

    @Import(name = "address_of_nmi_stack_top")
    static native long nmiStackTop();

    @Import(name = "address_of_machine_check_stack_top")
    static native long machineCheckStackTop();

    @Import(name = "address_of_debug_stack_top")
    static native long debugStackTop();

    @Import(name = "address_of_gdt_task")
    static native long taskDescriptor();

    @Import(name = "address_of_task_state")
    static native long taskState();

    @Import(name = "address_of_trap_stubs")
    static native long trapStubs();

    @Import(name = "address_of_aegis_call_entry")
    static native long callEntry();

    @Import(name = "address_of_aegis_helper_entry")
    static native long helperEntry();

    @Import(name = "address_of_next_context")
    static native long nextContext();

    @Import(name = "address_of_selected_context")
    static native long selectedContext();

    @Import(name = "address_of_boot_magic")
    static native long bootMagic();

    @Import(name = "address_of_boot_address")
    static native long bootAddress();

    @Import(name = "address_of_boot_copy")
    static native long bootCopy();

    @Import(name = "address_of_boot_cycles")
    static native long bootCycles();

    /** Where a transfer goes on, or 0: the call is none. */
    @Import(name = "address_of_next_instruction")
    static native long nextInstruction();

    /** Its stack pointer, 0: the caller's, or with bit 63 set: that too, and the caller's registers are kept. */
    @Import(name = "address_of_next_stack")
    static native long nextStack();

    /** Numbers from here on take the calls' slow path. */
    @Import(name = "address_of_calls_limit")
    static native long callsLimit();

    @Import(name = "address_of_text_start")
    static native long textStart();

    @Import(name = "address_of_text_end")
    static native long textEnd();

    /** A count; the two below are others. */
    @Import(name = "address_of_kernel_entries")
    static native long kernelEntries();

    @Import(name = "address_of_address_space_switches")
    static native long addressSpaceSwitches();

    @Import(name = "address_of_translation_flushes")
    static native long translationFlushes();
}

package exo.machine.metal;

import org.teavm.interop.Import;
import org.teavm.interop.c.Include;

/** The instructions and symbols of {@code processor.h}. Nothing here has a policy or a state. */
@Include(value = "processor.h", isSystem = false)
final class Processor {
    private Processor() {
    }

    /** {@link DirectMap#BASE}, in a form that makes for shorter code. */
    @Import(name = "processor_direct_map")
    static native long directMap();

    @Import(name = "processor_out8")
    static native void out8(int port, int value);

    @Import(name = "processor_out16")
    static native void out16(int port, int value);

    @Import(name = "processor_out32")
    static native void out32(int port, int value);

    @Import(name = "processor_in8")
    static native int in8(int port);

    @Import(name = "processor_in32")
    static native int in32(int port);

    /** The compiler moves no access to memory across this. */
    @Import(name = "processor_order")
    static native void order();

    /** That, and the processor has its stores out before any later load. */
    @Import(name = "processor_fence")
    static native void fence();

    @Import(name = "processor_cycles")
    static native long cycles();

    @Import(name = "processor_read_msr")
    static native long readMsr(int number);

    @Import(name = "processor_write_msr")
    static native void writeMsr(int number, long value);

    @Import(name = "processor_read_cr4")
    static native long readCr4();

    @Import(name = "processor_write_cr4")
    static native void writeCr4(long value);

    @Import(name = "processor_write_cr3")
    static native void writeCr3(long value);

    @Import(name = "processor_invalidate_page")
    static native void invalidatePage(long virtualAddress);

    /** EAX in the low half and EBX in the high one; or, for the second half, ECX and EDX. */
    @Import(name = "processor_cpuid")
    static native long cpuid(int leaf, int secondHalf);

    @Import(name = "processor_random")
    static native long random();

    @Import(name = "processor_load_tables")
    static native void loadTables(long interruptTablePointer, int taskSelector);

    @Import(name = "processor_triple_fault")
    static native void tripleFault();

    @Import(name = "processor_device_load32")
    static native int deviceLoad32(long virtualAddress);

    @Import(name = "processor_device_store32")
    static native void deviceStore32(long virtualAddress, int value);

    /** Calls a function of machine code that the kernel made. */
    @Import(name = "processor_call")
    static native long call(long function, long argument);

    @Import(name = "processor_zero")
    static native void zero(long virtualAddress, long byteCount);

    @Import(name = "processor_copy")
    static native void copy(long toVirtualAddress, long fromVirtualAddress, long byteCount);

    @Import(name = "processor_save_vector")
    static native void saveVector(long virtualAddress);

    @Import(name = "processor_restore_vector")
    static native void restoreVector(long virtualAddress);

    /** Whether vector instructions trap: CR0.TS. */
    @Import(name = "processor_vector_trap")
    static native void vectorTrap(int on);

    @Import(name = "processor_clear_vector")
    static native void clearVector();

    @Import(name = "processor_clear_selectors")
    static native void clearSelectors();

    @Import(name = "processor_frame_pointer")
    static native long framePointer();
}

package exo.ebpf;

/**
 * Machine code of a program, as its user sees it: a SysV function {@code long entry(long run)} at {@link Program#CODE} +
 * {@link Program#ENTRY}, which runs anywhere in memory and wherever its bytes are copied to. Gives r0, and leaves in the record
 * what the interpreter would: {@link Run#RESULT}, {@link Run#OUTCOME}, {@link Run#BUDGET}, and of an early end {@link Run#ENDED_AT}.
 */
public final class MachineCode {
    private MachineCode() {
    }

    /**
     * Fills what machine code reads beside the fields that the interpreter reads. The addresses there are those that the code sees;
     * {@link Run#HELPER_ENTRY} is the caller's to fill.
     */
    public static void prepare(Memory memory, long run) {
        memory.store64(run + Run.MEMORY_DELTA, memory.load64(run + Run.MEMORY) - Addresses.MEMORY);
        memory.store64(run + Run.AREA_DELTA, memory.load64(run + Run.AREA) - Addresses.AREA);
        memory.store64(run + Run.STACK_DELTA, memory.load64(run + Run.STACK) - Addresses.STACK);
        memory.store64(run + Run.FIRST_ARGUMENT, memory.load64(run + Run.MEMORY_BYTES) == 0 ? 0 : Addresses.MEMORY);
    }
}

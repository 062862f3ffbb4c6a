package exo.machine.simulated;

import exo.abi.Context;

/**
 * The registers of user mode, and the ways into the kernel and out of it, as the metal's entry code goes them: a call saves
 * into the selected context what the kernel's own code may destroy, and the rest only if another context is selected when
 * it returns; everything else saves all. Leaving checks what the processor would not survive, or what would not be user
 * mode.
 *
 * <p>A register is named by its offset in {@link Context}. Kept true: {@code selected} is the context whose registers are
 * here, 0 while idle; {@code next} is the one the kernel chose to go on with.
 */
public final class SimulatedProcessor {
    private static final int WORDS = Context.GS_BASE / Long.BYTES + 1;
    private static final int REGISTER_ALIGNMENT = 16;

    private static final int[] SAVED_AT_CALL = {
        Context.RDI, Context.RSI, Context.RDX, Context.R8, Context.R9, Context.R10, Context.RIP, Context.RFLAGS,
        Context.RSP};
    private static final int[] SAVED_WHEN_CALLER_WAITS = {
        Context.RBX, Context.RBP, Context.R12, Context.R13, Context.R14, Context.R15, Context.RCX, Context.R11};
    private static final int[] GENERAL = {
        Context.RAX, Context.RBX, Context.RCX, Context.RDX, Context.RSI, Context.RDI, Context.RBP, Context.R8, Context.R9,
        Context.R10, Context.R11, Context.R12, Context.R13, Context.R14, Context.R15};
    private static final int[] FRAME = {Context.RIP, Context.CS, Context.RFLAGS, Context.RSP, Context.SS};

    private final SimulatedMemory memory;
    private final VectorState vectorState = new VectorState();
    private final long[] registers = new long[WORDS];
    private long selected;
    private long next;
    /** A transfer that the call asked for: where, with which stack (0: the caller's), and whether the caller goes on. */
    private long passTo;
    private long passStack;
    private boolean stackIsCallees;
    private boolean callerGoesOn;
    private boolean vectorAccess = true;
    private long textStart;
    private long textEnd;
    private long entries;

    record Snapshot(long[] registers, byte[] vectorState, long selected, long next, boolean vectorAccess, long textStart,
            long textEnd, long entries) {
    }

    SimulatedProcessor(SimulatedMemory memory) {
        this.memory = memory;
        set(Context.RFLAGS, UserMode.FLAGS_AT_START);
        set(Context.CS, UserMode.USER_CODE);
        set(Context.SS, UserMode.USER_DATA);
    }

    public long get(int register) {
        return registers[register >>> 3];
    }

    public void set(int register, long value) {
        registers[register >>> 3] = value;
    }

    public VectorState vectorState() {
        return vectorState;
    }

    /** The context whose registers are on the processor, or 0. */
    public long selectedContext() {
        return selected;
    }

    /** The context that {@link #leave} would load, or 0. */
    public long nextContext() {
        return next;
    }

    public boolean idle() {
        return selected == 0;
    }

    /**
     * The user executes {@code syscall}; the kernel's call is to follow, then {@link #returnFromCall}. False: the call is a
     * foreign one, and the kernel's {@code foreignCall} is to follow, then {@link #leave}.
     */
    public boolean enterByCall() {
        requireRunning();
        entries++;
        set(Context.RCX, get(Context.RIP));
        set(Context.R11, get(Context.RFLAGS));
        long instruction = get(Context.RIP);
        if (textEnd != 0 && (instruction <= textStart || instruction > textEnd)) {
            save(GENERAL);
            save(FRAME);
            return false;
        }
        save(SAVED_AT_CALL);
        return true;
    }

    /** The kernel's call gave a result: the caller goes on with it, or another context is loaded, or none. */
    public void returnFromCall(long result) {
        set(Context.RAX, result);
        if (next != selected) {
            if (passTo != 0) {
                pass(result);
                return;
            }
            store(Context.RAX, result);
            save(SAVED_WHEN_CALLER_WAITS);
            leave();
            return;
        }
        load(SAVED_AT_CALL);
        set(Context.RCX, get(Context.RIP));
        set(Context.R11, get(Context.RFLAGS));
        UserMode.require(this);
    }

    /** A transfer: what the caller had in its registers is what the callee finds there. */
    private void pass(long result) {
        if (callerGoesOn) {
            store(Context.RAX, 0);
            save(SAVED_WHEN_CALLER_WAITS);
        }
        selected = next;
        set(Context.RIP, passTo);
        set(Context.RSP, stackIsCallees ? passStack : get(Context.RSP));
        set(Context.RAX, result);
        set(Context.RCX, passTo);
        set(Context.RFLAGS, UserMode.FLAGS_AT_START);
        set(Context.R11, UserMode.FLAGS_AT_START);
        passTo = 0;
        UserMode.require(this);
    }

    void passRegisters(long instruction) {
        passTo = instruction;
        stackIsCallees = false;
        callerGoesOn = false;
    }

    void passStack(long stack) {
        passStack = stack;
        stackIsCallees = true;
    }

    void keepRegisters() {
        callerGoesOn = true;
    }

    /** An exception or interrupt; while idle there is nothing to save. */
    public void enterByTrap(int vector, long errorCode) {
        entries++;
        if (idle()) {
            return;
        }
        save(GENERAL);
        save(FRAME);
        store(Context.VECTOR, vector);
        store(Context.ERROR_CODE, errorCode);
    }

    /** A fault that an access of {@link SimulatedUser} raised; gives the address the kernel is told (CR2), else 0. */
    public long enterByFault(ProcessorFault fault) {
        requireRunning();
        enterByTrap(fault.vector(), fault.errorCode());
        return fault instanceof PageFault pageFault ? pageFault.virtualAddress() : 0;
    }

    /** Returns to user mode in the context the kernel chose, or goes idle. Any entry but a call ends so. */
    public void leave() {
        selected = next;
        if (idle()) {
            return;
        }
        load(GENERAL);
        load(FRAME);
        UserMode.require(this);
    }

    /** Chooses what {@link #leave} loads. */
    void selectContext(long context) {
        if (context == 0 || (context & (REGISTER_ALIGNMENT - 1)) != 0 || !memory.installed(context)) {
            throw new MachineCheck("no context can be here", context);
        }
        next = context;
    }

    void selectNoContext() {
        next = 0;
    }

    /** Loading null selectors clears the segment bases. */
    void clearSegments() {
        set(Context.FS_BASE, 0);
        set(Context.GS_BASE, 0);
    }

    void initialiseContext(long context) {
        memory.store64(context + Context.CS, UserMode.USER_CODE);
        memory.store64(context + Context.SS, UserMode.USER_DATA);
        memory.store64(context + Context.RFLAGS, UserMode.FLAGS_AT_START);
    }

    void saveVectorState(long context) {
        requireVectorAccess();
        vectorState.store(memory, context + Context.VECTOR_STATE);
    }

    void restoreVectorState(long context) {
        requireVectorAccess();
        vectorState.load(memory, context + Context.VECTOR_STATE);
    }

    void clearVectorState() {
        requireVectorAccess();
        vectorState.clear();
    }

    /** While the first use traps it does so in the kernel too. */
    private void requireVectorAccess() {
        if (!vectorAccess) {
            throw new MachineCheck("the kernel uses vector registers that trap, with context", selected);
        }
    }

    void vectorAccess(boolean permitted) {
        vectorAccess = permitted;
    }

    /** Whether the running program may use vector registers; otherwise its first use is the trap DEVICE_NOT_AVAILABLE. */
    public boolean vectorAccess() {
        return vectorAccess;
    }

    void callsFrom(long start, long end) {
        textStart = start;
        textEnd = end;
    }

    /** Calls from (start, end] are the kernel's; both 0: all are. */
    public long textStart() {
        return textStart;
    }

    public long textEnd() {
        return textEnd;
    }

    /** How often the kernel was entered. */
    long entries() {
        return entries;
    }

    long contentHash() {
        long hash = SeededSequence.mix(selected, next);
        for (long register : registers) {
            hash = SeededSequence.mix(hash, register);
        }
        hash = SeededSequence.mix(hash, vectorAccess ? 1 : 0);
        hash = SeededSequence.mix(hash, SeededSequence.mix(textStart, textEnd));
        return SeededSequence.mix(hash, vectorState.contentHash());
    }

    Snapshot snapshot() {
        return new Snapshot(registers.clone(), vectorState.copy(), selected, next, vectorAccess, textStart,
                textEnd, entries);
    }

    void restore(Snapshot saved) {
        System.arraycopy(saved.registers, 0, registers, 0, registers.length);
        vectorState.restore(saved.vectorState);
        selected = saved.selected;
        next = saved.next;
        vectorAccess = saved.vectorAccess;
        textStart = saved.textStart;
        textEnd = saved.textEnd;
        entries = saved.entries;
    }

    private void save(int[] offsets) {
        for (int offset : offsets) {
            store(offset, get(offset));
        }
    }

    private void load(int[] offsets) {
        for (int offset : offsets) {
            set(offset, memory.load64(selected + offset));
        }
    }

    private void store(int offset, long value) {
        memory.store64(selected + offset, value);
    }

    private void requireRunning() {
        if (idle()) {
            throw new MachineCheck("user mode runs while no context is selected", next);
        }
    }
}

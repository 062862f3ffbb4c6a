package exo.tests.kernel;

import static exo.tests.kernel.Invariants.require;

import exo.abi.BooksHeader;
import exo.abi.Context;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;
import exo.machine.simulated.SimulatedMachine;
import exo.machine.simulated.SimulatedProcessor;

/**
 * The oracle on the processor: books and machine agree on who runs, and on all that comes onto the processor with it: context,
 * address space, segment bases, the text that calls may come from, and vector registers. These are out of
 * the reach of who has not used them, and hold nothing then. And the flags by which a switch or a transfer takes its way say
 * what the rest of the record does, of every record there is, since it is found by the low bits of a name.
 */
final class ProcessorInvariants {
    private static final int FIRST_REGISTER = 32;
    private static final int REGISTERS_END = 416;

    private final SimulatedMachine machine;
    private final SimulatedProcessor processor;
    private final RawBooks books;

    ProcessorInvariants(SimulatedMachine machine, RawBooks books) {
        this.machine = machine;
        this.processor = machine.processor();
        this.books = books;
    }

    void check() {
        int current = books.current();
        require(processor.nextContext() == processor.selectedContext(), "another's registers are loaded",
                processor.selectedContext());
        require(books.header64(BooksHeader.POSITION) < Limits.SLICES, "no such slice runs",
                books.header64(BooksHeader.POSITION));
        if (current == 0) {
            require(processor.nextContext() == 0, "nobody runs, but a context is selected", processor.nextContext());
        } else {
            checkCurrent(current);
        }
        require(books.runningIsCurrent(), "the kernel goes by another record than that of environment", current);
        require(books.runningSliceIsAtPosition(), "the kernel goes by another slice than at position",
                books.header64(BooksHeader.POSITION));
        for (int index = 0; index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            checkMayBeEntered(index);
            checkStateBeyond(index);
        }
        checkVector(current);
        checkBases(current);
        require(processor.textStart() == of(current, EnvironmentRecord.TEXT_START)
                && processor.textEnd() == of(current, EnvironmentRecord.TEXT_END), "calls are taken from another text",
                processor.textStart());
    }

    private long of(int current, int field) {
        return current == 0 ? 0 : books.environment64(current, field);
    }

    private boolean has(int current, int flag) {
        return current != 0 && (books.environment32(current, EnvironmentRecord.FLAGS) & flag) != 0;
    }

    private void checkCurrent(int current) {
        require(books.state(current) == EnvironmentState.RUNNABLE, "who runs is not runnable: environment", current);
        require(processor.nextContext() == books.contextOf(current), "another's context is selected",
                processor.nextContext());
        require(machine.translation().root() == books.rootOf(current), "another's address space is selected",
                machine.translation().root());
        require((books.environment32(current, EnvironmentRecord.FLAGS) & EnvironmentFlag.STALE) == 0, "runs with stale translations",
                current);
    }

    /** OPEN alone is what the short way of a transfer asks for before it enters. */
    private void checkMayBeEntered(int index) {
        long flags = books.environment32(index, EnvironmentRecord.FLAGS);
        boolean accepting = (flags & EnvironmentFlag.ACCEPTING) != 0;
        boolean open = (flags & EnvironmentFlag.OPEN) != 0;
        boolean waiting = index != 0 && books.state(index) == EnvironmentState.WAITING;
        boolean hasEntry = books.environment64(index, EnvironmentRecord.SYNCHRONOUS) != 0;
        require(!accepting || waiting, "accepts and does not wait: environment", index);
        require(!open || accepting, "is open and does not accept: environment", index);
        boolean nothingElse = (books.environment32(index, EnvironmentRecord.EVENTS_AWAITED) & ~Event.DEADLINE) == 0
                && books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES) == 0;
        require(!accepting || open == (hasEntry && nothingElse),
                "is open without an entry or with something else to wait for, or the reverse: environment", index);
        require(hasEntry == ((flags & EnvironmentFlag.SERVING) != 0), "serves without an entry, or the reverse", index);
        require(!open || books.environment64(index, EnvironmentRecord.PARTNER) == 0,
                "is open and waits for a partner: environment", index);
    }

    private void checkStateBeyond(int index) {
        if (!books.alive(index)) {
            return;
        }
        long context = books.contextOf(index);
        require(has(index, EnvironmentFlag.FOREIGN) == ((of(index, EnvironmentRecord.TEXT_START)
                | of(index, EnvironmentRecord.TEXT_END)) != 0), "text is not kept of environment", index);
        require(has(index, EnvironmentFlag.BASES) == ((machine.load64(context + Context.FS_BASE)
                | machine.load64(context + Context.GS_BASE)) != 0), "segment bases are not kept of environment", index);
    }

    private void checkVector(int current) {
        boolean uses = has(current, EnvironmentFlag.VECTOR);
        require(processor.vectorAccess() == uses, "vector registers are in reach, or not, of environment", current);
        for (int octet = FIRST_REGISTER; !uses && octet < REGISTERS_END; octet++) {
            require(processor.vectorState().octet(octet) == 0, "somebody's vector registers were left, at", octet);
        }
    }

    private void checkBases(int current) {
        long fs = processor.get(Context.FS_BASE);
        long gs = processor.get(Context.GS_BASE);
        long context = current == 0 ? 0 : books.contextOf(current);
        require(fs == (current == 0 ? 0 : machine.load64(context + Context.FS_BASE)), "another's FS base", fs);
        require(gs == (current == 0 ? 0 : machine.load64(context + Context.GS_BASE)), "another's GS base", gs);
    }
}

package exo.aegis;

import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.Machine;

/**
 * The console: a byte stream each way, that many write to and one reads. Keeps true: every line says who wrote it, the
 * kernel's by their time stamp and an environment's by its label in brackets, so none can speak for another; a write is whole
 * or does not happen; input is lost only at the device, and only while its owner does not read.
 */
public final class Console {
    /** A label in brackets and a blank. Even a write of line ends only, each of which a tag follows, fits the empty ring. */
    private static final int TAG_BYTES_MAXIMUM = EnvironmentRecord.LABEL_BYTES + 4;
    private static final int NEWLINE = '\n';
    private static final int TAB = '\t';
    private static final int DELETE = 0x7f;
    private static final int SUBSTITUTE = '?';
    /** What a write of line ends only takes: with so much room, no write is refused. */
    private static final int BYTES_NEEDED_MAXIMUM =
            Limits.CONSOLE_WRITE_MAXIMUM * (1 + TAG_BYTES_MAXIMUM) + TAG_BYTES_MAXIMUM + 1;
    /** In place of an index: the line is unfinished, and who began it is no more. */
    private static final int LINE_OF_THE_DEAD = Limits.ENVIRONMENTS_MAXIMUM;
    /** Kernel lines wait this often for the device before they give up a byte. */
    private static final int POLLS_MAXIMUM = 1_000_000;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;

    Console(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
    }

    void commitOwner(int environment) {
        record.consoleOwner(environment);
        if (record.inputTail() != record.inputHead()) {
            aegis.processor().commitPost(environment, Event.CONSOLE_INPUT);
        }
    }

    /** An environment that ended has written all of its line: who gets its index next is another, and says so. */
    void commitLineOf(int ended) {
        if (record.lineOwner() == ended) {
            record.lineOwner(LINE_OF_THE_DEAD);
        }
    }

    // ---- output ------------------------------------------------------------------------------------------------------

    private void append(int octet) {
        long tail = record.outputTail();
        Ring.put(machine, aegis.books().consoleOutput, tail, octet);
        record.outputTail(tail + 1);
    }

    private long outputRoom() {
        return Ring.room(record.outputHead(), record.outputTail());
    }

    /** Hands the device what it takes, and tells whoever may have been refused for want of room. */
    private void drain() {
        long head = record.outputHead();
        long tail = record.outputTail();
        boolean mayHaveRefused = outputRoom() < BYTES_NEEDED_MAXIMUM;
        while (head != tail && machine.consoleTransmit(Ring.at(machine, aegis.books().consoleOutput, head))) {
            head++;
        }
        boolean moved = head != record.outputHead();
        record.outputHead(head);
        armInterrupts();
        for (int index = 1; mayHaveRefused && moved && index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            aegis.processor().commitPost(index, Event.CONSOLE_ROOM);
        }
    }

    private void armInterrupts() {
        machine.consoleInterrupts(Ring.room(record.inputHead(), record.inputTail()) > 0,
                record.outputHead() != record.outputTail());
    }

    /** One byte of the kernel's own: waits for the device rather than being lost. */
    void kernelByte(int octet) {
        if (record.lineOwner() != 0) {
            record.lineOwner(0);
            kernelByte(NEWLINE);
        }
        for (int polls = 0; outputRoom() == 0 && polls < POLLS_MAXIMUM; polls++) {
            drain();
        }
        if (outputRoom() > 0) {
            append(octet);
        }
        if (octet == NEWLINE) {
            drain();
        }
    }

    /** Empties the output ring into the device, for the machine is about to stop. */
    void flush() {
        for (int polls = 0; record.outputHead() != record.outputTail() && polls < POLLS_MAXIMUM; polls++) {
            drain();
        }
    }

    /** What a write of these bytes would take with a tag at each line's begin; more than fits if a byte cannot be read. */
    private long bytesNeeded(int writer, long userVa, long byteCount) {
        long needed = byteCount + TAG_BYTES_MAXIMUM + 1;
        for (long i = 0; i < byteCount; i++) {
            if (aegis.userMemory().load8(writer, userVa + i) == NEWLINE) {
                needed += TAG_BYTES_MAXIMUM;
            }
        }
        return needed;
    }

    private void appendTag(int writer) {
        append('[');
        long label = exo.aegis.layout.EnvironmentRecord.labelAddress(aegis.environments().record(writer));
        for (int i = 0; i < EnvironmentRecord.LABEL_BYTES && machine.load8(label + i) != 0; i++) {
            append(machine.load8(label + i));
        }
        append(']');
        append(' ');
    }

    /** A terminal takes control characters as orders, to overwrite another's label for instance: they are not passed on. */
    private static boolean isPlain(int octet) {
        return octet >= ' ' && octet != DELETE || octet == NEWLINE || octet == TAB;
    }

    private void appendTagged(int writer, int octet) {
        if (record.lineOwner() != writer) {
            if (record.lineOwner() != 0) {
                append(NEWLINE);
            }
            appendTag(writer);
        }
        append(isPlain(octet) ? octet : SUBSTITUTE);
        record.lineOwner(octet == NEWLINE ? 0 : writer);
    }

    public long consoleWrite(long userVa, long byteCount) {
        int caller = record.current();
        if (byteCount < 0 || byteCount > Limits.CONSOLE_WRITE_MAXIMUM) {
            return Status.BAD_ARGUMENT;
        }
        if (!UserMemory.isUserRange(userVa, byteCount)
                || !aegis.userMemory().isAccessible(caller, userVa, byteCount, false)) {
            return Status.BAD_ADDRESS;
        }
        long needed = bytesNeeded(caller, userVa, byteCount);
        if (outputRoom() < needed) {
            drain();
        }
        if (outputRoom() < needed) {
            return Status.WOULD_BLOCK;
        }
        for (long i = 0; i < byteCount; i++) {
            appendTagged(caller, aegis.userMemory().load8(caller, userVa + i));
        }
        drain();
        return byteCount;
    }

    // ---- input -------------------------------------------------------------------------------------------------------

    /** The device has bytes, or room, or both. */
    void interrupt() {
        long tail = record.inputTail();
        while (Ring.room(record.inputHead(), tail) > 0) {
            int octet = machine.consoleReceive();
            if (octet < 0) {
                break;
            }
            Ring.put(machine, aegis.books().consoleInput, tail, octet);
            tail++;
        }
        boolean arrived = tail != record.inputTail();
        record.inputTail(tail);
        drain();
        if (arrived) {
            aegis.processor().commitPost(record.consoleOwner(), Event.CONSOLE_INPUT);
        }
    }

    public long consoleRead(long userVa, long byteCount) {
        int caller = record.current();
        if (caller != record.consoleOwner()) {
            return Status.NOT_YOURS;
        }
        if (byteCount <= 0 || byteCount > Limits.BYTES_IN_FRAME) {
            return Status.BAD_ARGUMENT;
        }
        if (!UserMemory.isUserRange(userVa, byteCount)
                || !aegis.userMemory().isAccessible(caller, userVa, byteCount, true)) {
            return Status.BAD_ADDRESS;
        }
        long head = record.inputHead();
        long available = record.inputTail() - head;
        if (available == 0) {
            return Status.WOULD_BLOCK;
        }
        long taken = byteCount < available ? byteCount : available;
        for (long i = 0; i < taken; i++) {
            aegis.userMemory().store8(caller, userVa + i, Ring.at(machine, aegis.books().consoleInput, head + i));
        }
        record.inputHead(head + taken);
        armInterrupts();
        return taken;
    }

    public long consoleGive(long environment) {
        if (record.current() != record.consoleOwner()) {
            return Status.NOT_YOURS;
        }
        long to = aegis.environments().relative(environment);
        if (to < 0) {
            return to;
        }
        commitOwner((int) to);
        return Status.OK;
    }
}

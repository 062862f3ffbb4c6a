package exo.aegis;

import exo.abi.EnvironmentRecord;
import exo.abi.Event;
import exo.abi.Limits;
import exo.abi.Status;
import exo.machine.Apart;
import exo.machine.Machine;

/**
 * The console: a byte stream each way, that many write to and one reads. Keeps true: every line says who wrote it, the
 * kernel's by their time stamp and an environment's by its label in brackets, so none can speak for another; no call and no
 * interrupt handles more than a fixed number of bytes; what a write took is not lost, and no environment can take the room that
 * the kernel's own lines need; input is lost only at the device, and only while its owner does not read.
 */
public final class Console {
    /** A label in brackets, a blank, and the end of another's line before it. */
    private static final int TAG_BYTES_MAXIMUM = EnvironmentRecord.LABEL_BYTES + 4;
    private static final int NEWLINE = '\n';
    private static final int TAB = '\t';
    private static final int DELETE = 0x7f;
    private static final int SUBSTITUTE = '?';
    private static final int TAGGED_BYTE_MAXIMUM = TAG_BYTES_MAXIMUM + 1;
    /** What one write puts out at most, tags included: a line of 256 bytes is whole. With less room, a write is refused. */
    private static final int WRITE_BYTES_MAXIMUM = 256 + TAG_BYTES_MAXIMUM + TAGGED_BYTE_MAXIMUM;
    /** What a fault's report takes at most, and a line that others were lost: writes leave so much room. */
    private static final int REPORT_BYTES_MAXIMUM = 768;
    /** What one call or interrupt hands to the device, or takes from it, at most. */
    private static final int BYTES_OF_DEVICE_MAXIMUM = 192;
    /** In place of an index: the line is unfinished, and who began it is no more. */
    private static final int LINE_OF_THE_DEAD = Limits.ENVIRONMENTS_MAXIMUM;
    /** A machine that stops waits this often for the device before it gives up what is left. */
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
            aegis.waits().commitPost(environment, Event.CONSOLE_INPUT);
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

    private boolean hasRoomForWrite() {
        return outputRoom() >= WRITE_BYTES_MAXIMUM + REPORT_BYTES_MAXIMUM;
    }

    boolean hasRoomForReport() {
        return outputRoom() >= REPORT_BYTES_MAXIMUM;
    }

    /** Hands the device what it takes, and when that makes room for a write, tells whoever may have been refused before. */
    private void drain() {
        long head = record.outputHead();
        long tail = record.outputTail();
        boolean mayHaveRefused = !hasRoomForWrite();
        tail = tail - head < BYTES_OF_DEVICE_MAXIMUM ? tail : head + BYTES_OF_DEVICE_MAXIMUM;
        while (head != tail && machine.consoleTransmit(Ring.at(machine, aegis.books().consoleOutput, head))) {
            head++;
        }
        record.outputHead(head);
        armInterrupts();
        boolean hasRoomAgain = mayHaveRefused && hasRoomForWrite();
        for (int index = 1; hasRoomAgain && index < Limits.ENVIRONMENTS_MAXIMUM; index++) {
            aegis.waits().commitPost(index, Event.CONSOLE_ROOM);
        }
    }

    private void armInterrupts() {
        machine.consoleInterrupts(Ring.room(record.inputHead(), record.inputTail()) > 0,
                record.outputHead() != record.outputTail());
    }

    /**
     * Begins a piece of the kernel's own text, behind the end of what another's line has come to: where in the ring it goes, or
     * negative and lost, if there is no room for it: the kernel does not wait for a device.
     */
    long kernelPiece(int byteCount) {
        if (record.lineOwner() != 0 && outputRoom() > 0) {
            append(NEWLINE);
            record.lineOwner(0);
        }
        return outputRoom() < byteCount ? -1 : record.outputTail();
    }

    /** The kernel's line, or lines, are complete: the device gets what it takes at once. */
    void kernelLinesEnd() {
        drain();
    }

    /** Empties the output ring into the device, for the machine is about to stop. */
    void flush() {
        drainAll();
        aegis.faultReport().printLost();
        drainAll();
    }

    private void drainAll() {
        for (int polls = 0; record.outputHead() != record.outputTail() && polls < POLLS_MAXIMUM; polls++) {
            drain();
        }
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
        if (!hasRoomForWrite()) {
            drain();
        }
        if (!hasRoomForWrite()) {
            return Status.WOULD_BLOCK;
        }
        long taken = commitWrite(caller, userVa, byteCount);
        drain();
        return taken;
    }

    /** Takes as many bytes as one call may put out; the range has been checked, and the room. */
    private long commitWrite(int caller, long userVa, long byteCount) {
        long end = record.outputTail() + WRITE_BYTES_MAXIMUM - TAGGED_BYTE_MAXIMUM;
        long page = 0;
        long taken = 0;
        while (taken < byteCount && record.outputTail() <= end) {
            long at = userVa + taken;
            if (taken == 0 || (at & Limits.BYTES_IN_FRAME - 1) == 0) {
                page = aegis.userMemory().resolve(caller, at, false) - at;
            }
            appendTagged(caller, machine.load8(page + at));
            taken++;
        }
        return taken;
    }

    // ---- input -------------------------------------------------------------------------------------------------------

    /** The device has bytes, or room, or both. */
    @Apart("the timer interrupt saves no register for it: 14 instructions")
    void interrupt() {
        long tail = record.inputTail();
        for (int count = 0; count < BYTES_OF_DEVICE_MAXIMUM && Ring.room(record.inputHead(), tail) > 0; count++) {
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
        aegis.faultReport().printLost();
        if (arrived) {
            aegis.waits().commitPost(record.consoleOwner(), Event.CONSOLE_INPUT);
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
        long available = record.inputTail() - record.inputHead();
        if (available == 0) {
            return Status.WOULD_BLOCK;
        }
        long taken = byteCount < available ? byteCount : available;
        taken = taken < Limits.CONSOLE_READ_MAXIMUM ? taken : Limits.CONSOLE_READ_MAXIMUM;
        commitRead(caller, userVa, taken);
        return taken;
    }

    private void commitRead(int caller, long userVa, long byteCount) {
        long head = record.inputHead();
        long page = 0;
        for (long i = 0; i < byteCount; i++) {
            long at = userVa + i;
            if (i == 0 || (at & Limits.BYTES_IN_FRAME - 1) == 0) {
                page = aegis.userMemory().resolve(caller, at, true) - at;
            }
            machine.store8(page + at, Ring.at(machine, aegis.books().consoleInput, head + i));
        }
        record.inputHead(head + byteCount);
        armInterrupts();
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

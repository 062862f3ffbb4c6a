package exo.aegis;

import exo.abi.Event;
import exo.abi.HandlerHelper;
import exo.abi.Limits;
import exo.abi.Status;
import exo.ebpf.Addresses;
import exo.ebpf.Helpers;
import exo.ebpf.Run;
import exo.machine.Machine;

/**
 * What packet handlers may call, on behalf of their owner: the one of the handler that runs. Keeps true: an address is only ever followed
 * inside the region that it names; the work is taken off the run's budget before it is done, about a step for each four bytes.
 */
public final class HandlerHelpers implements Helpers {
    static final long PERMITTED = 1L << HandlerHelper.SEND | 1L << HandlerHelper.COPY | 1L << HandlerHelper.WAKE
            | 1L << HandlerHelper.CYCLES;
    /** How many arguments each takes, as {@link exo.ebpf.Program#HELPER_ARGUMENTS} has it. */
    static final long ARGUMENTS = 1L << 4 * HandlerHelper.SEND | 3L << 4 * HandlerHelper.COPY;
    private static final int STEPS_OF_SEND = 384;
    private static final int STEPS_OF_CALL = 16;
    private static final int LOG_BYTES_IN_STEP = 2;
    private static final long SUM_MASK = 0xffff;

    private final Aegis aegis;
    private final Machine machine;

    HandlerHelpers(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    @Override
    public long call(long run, int number, long r1, long r2, long r3, long r4, long r5) {
        switch (number) {
            case HandlerHelper.SEND:
                return charged(run, STEPS_OF_SEND) ? aegis.network().reception().send(r1) : Status.OVER_LIMIT;
            case HandlerHelper.COPY:
                return copy(run, r1, r2, r3);
            case HandlerHelper.WAKE:
                return charged(run, STEPS_OF_CALL) ? wake() : Status.OVER_LIMIT;
            default:
                return charged(run, STEPS_OF_CALL) ? machine.cycles() : Status.OVER_LIMIT;
        }
    }

    /** Takes a helper's steps off the budget; if that leaves less than nothing the run ends as soon as the helper has. */
    private boolean charged(long run, long steps) {
        long left = machine.load64(run + Run.BUDGET) - steps;
        machine.store64(run + Run.BUDGET, left);
        return left >= 0;
    }

    private long wake() {
        aegis.waits().commitPost(aegis.programs().owner(aegis.network().reception().handler()), Event.PACKET);
        return Status.OK;
    }

    /** Bytes from the packet to the area, and their ones' complement sum (RFC 1071), in one go. */
    private long copy(long run, long to, long from, long byteCount) {
        long area = aegis.network().reception().handlerArea();
        long areaBytes = machine.load64(run + Run.AREA_BYTES);
        long packet = aegis.network().reception().packet();
        long packetBytes = machine.load64(run + Run.MEMORY_BYTES);
        boolean inside = byteCount >= 0 && byteCount <= packetBytes && byteCount <= areaBytes
                && to >= Addresses.AREA && to <= Addresses.AREA + areaBytes - byteCount
                && from >= Addresses.MEMORY && from <= Addresses.MEMORY + packetBytes - byteCount;
        if (!inside) {
            return Status.BAD_ADDRESS;
        }
        if (!charged(run, STEPS_OF_CALL + (byteCount >>> LOG_BYTES_IN_STEP))) {
            return Status.OVER_LIMIT;
        }
        return copied(area + to - Addresses.AREA, packet + from - Addresses.MEMORY, (int) byteCount);
    }

    private long copied(long to, long from, int byteCount) {
        long sum = 0;
        int at = 0;
        for (; at + Long.BYTES <= byteCount; at += Long.BYTES) {
            long words = aegis.memory().load64(from + at);
            aegis.memory().store64(to + at, words);
            sum += (words >>> 32) + (words & 0xffff_ffffL);
        }
        for (; at < byteCount; at++) {
            int octet = machine.load8(from + at);
            machine.store8(to + at, octet);
            sum += (long) octet << 8 * (at & 1);
        }
        sum = (sum >>> 32) + (sum & 0xffff_ffffL);
        sum = (sum >>> 16) + (sum & SUM_MASK);
        sum = (sum >>> 16) + (sum & SUM_MASK);
        return (sum >>> 16) + (sum & SUM_MASK);
    }
}

package exo.tests.kernel;

import exo.abi.HandlerHelper;
import exo.ebpf.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Texts of small packet handlers that call helpers, leave what the last one gave in their area at {@link #REPORT}, and give a verdict. */
final class HandlerTexts {
    static final int REPORT = 4088;
    private static final int MOVE = 0xb7;
    private static final int MOVE_REGISTER = 0xbf;
    private static final int ADD = 0x07;
    private static final int STORE_64 = 0x7b;
    private static final int STORE_IMMEDIATE_8 = 0x72;
    private static final int LOAD_IMMEDIATE = 0x18;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;
    private static final int OF_AREA = 6;

    private HandlerTexts() {
    }

    private static long move(int register, int number) {
        return Instruction.of(MOVE, register, 0, 0, number);
    }

    private static long call(int helper) {
        return Instruction.of(CALL, 0, 0, 0, helper);
    }

    /** What comes first keeps the packet and its length where no call changes them. */
    private static long[] reporting(int verdict, int times, List<Long> deed) {
        List<Long> text = new ArrayList<>(List.of(Instruction.of(MOVE_REGISTER, 6, 1, 0, 0), Instruction.of(MOVE_REGISTER, 7, 2, 0, 0)));
        for (int time = 0; time < times; time++) {
            text.addAll(deed);
        }
        text.addAll(List.of(Instruction.of(LOAD_IMMEDIATE, 1, OF_AREA, 0, 0), Instruction.of(0, 0, 0, 0, REPORT),
                Instruction.of(STORE_64, 1, 0, 0, 0), move(0, verdict), Instruction.of(EXIT, 0, 0, 0, 0)));
        return text.stream().mapToLong(Long::longValue).toArray();
    }

    /** Sends so many bytes more than the packet has. */
    static long[] sending(int more, int verdict, int times) {
        return reporting(verdict, times, List.of(Instruction.of(MOVE_REGISTER, 1, 7, 0, 0), Instruction.of(ADD, 1, 0, 0, more),
                call(HandlerHelper.SEND)));
    }

    /** Sends so many bytes. */
    static long[] sendingBytes(int byteCount, int verdict) {
        return reporting(verdict, 1, List.of(move(1, byteCount), call(HandlerHelper.SEND)));
    }

    /** Copies bytes from an offset of the packet to one of the area. */
    static long[] copying(int to, int from, int byteCount, int verdict, int times) {
        return reporting(verdict, times, List.of(Instruction.of(LOAD_IMMEDIATE, 1, OF_AREA, 0, 0), Instruction.of(0, 0, 0, 0, 0),
                Instruction.of(ADD, 1, 0, 0, to), Instruction.of(MOVE_REGISTER, 2, 6, 0, 0), Instruction.of(ADD, 2, 0, 0, from),
                move(3, byteCount), call(HandlerHelper.COPY)));
    }

    static long[] waking(int verdict, int times) {
        return reporting(verdict, times, List.of(call(HandlerHelper.WAKE)));
    }

    /** Writes to the first byte of its area, then ends badly for want of budget. */
    static long[] endless() {
        return LongStream.of(Instruction.of(LOAD_IMMEDIATE, 1, OF_AREA, 0, 0), 0, Instruction.of(STORE_IMMEDIATE_8, 1, 0, 0, 1),
                move(0, 1), Instruction.of(0x05, 0, 0, -1, 0), Instruction.of(EXIT, 0, 0, 0, 0)).toArray();
    }
}

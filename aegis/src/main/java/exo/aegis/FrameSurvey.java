package exo.aegis;

import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.aegis.layout.FrameRecord;
import exo.machine.BootInformation;
import exo.machine.Machine;

/**
 * What memory there is, found out once, at boot: every frame is marked by what the boot information says of it, where that
 * contradicts itself as the more cautious has it; the kernel's own and the archive's are marked; the rest is free.
 */
final class FrameSurvey {
    private FrameSurvey() {
    }

    /** Marks every frame and lists the free ones in rising order. */
    static void run(Aegis aegis, FrameList list, BootInformation information) {
        Machine machine = aegis.machine();
        Books books = aegis.books();
        machine.zero(books.frames, books.frameCount * FrameRecord.BYTES);
        mark(aegis, 0, books.frameCount * Limits.BYTES_IN_FRAME, FrameKind.RESERVED);
        long total = 0;
        for (int region = 0; region < information.regionCount(); region++) {
            if (information.regionUsable(region)) {
                total += mark(aegis, wholeFramesFrom(information.regionBase(region)),
                        information.regionBase(region) + information.regionBytes(region), FrameKind.FREE);
            }
        }
        for (int region = 0; region < information.regionCount(); region++) {
            if (!information.regionUsable(region)) {
                mark(aegis, information.regionBase(region), wholeFramesFrom(information.regionBase(region)
                        + information.regionBytes(region)), FrameKind.RESERVED);
            }
        }
        mark(aegis, 0, Boot.LOW_MEMORY_BYTES, FrameKind.KERNEL);
        mark(aegis, information.kernelStart(), information.kernelEnd(), FrameKind.KERNEL);
        mark(aegis, books.start, books.end(), FrameKind.KERNEL);
        mark(aegis, information.archiveBase(), wholeFramesFrom(information.archiveBase() + information.archiveBytes()),
                FrameKind.ARCHIVE);
        aegis.record().totalFrames(total);
        listFree(aegis, list);
    }

    private static long wholeFramesFrom(long address) {
        return address + Limits.BYTES_IN_FRAME - 1 & -Limits.BYTES_IN_FRAME;
    }

    private static long mark(Aegis aegis, long start, long end, int kind) {
        long count = 0;
        for (long frame = start / Limits.BYTES_IN_FRAME; frame < end / Limits.BYTES_IN_FRAME
                && frame < aegis.books().frameCount; frame++) {
            FrameRecord.kind(aegis.machine(), aegis.frames().record(frame), kind);
            count++;
        }
        return count;
    }

    private static void listFree(Aegis aegis, FrameList list) {
        long count = 0;
        for (long frame = aegis.books().frameCount - 1; frame > 0; frame--) {
            if (aegis.frames().kind(frame) == FrameKind.FREE) {
                aegis.record().firstFreeFrame(list.pushed(aegis.record().firstFreeFrame(), frame));
                count++;
            }
        }
        aegis.record().freeFrames(count);
    }
}

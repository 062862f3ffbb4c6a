package exo.tests.proof.explore;

import exo.abi.EnvironmentRecord;
import exo.abi.Limits;
import exo.abi.ResourceKind;
import java.util.Arrays;

/** What is part of a configuration's play, and how much of what is not is charged to whom: that stays as it is. */
final class Played {
    final long[] frames;
    final int[] positions;
    /** By environment: frames and slices that it has beside those of the play. */
    final int[] staticFrames = new int[Scene.RECORDS];
    final int[] staticSlices = new int[Scene.RECORDS];
    final long[] rootLimits = new long[ResourceKind.COUNT];
    private final int[] byFrame;

    Played(BookWords books, long[] frames, int[] positions) {
        this.frames = frames;
        this.positions = positions;
        byFrame = new int[(int) books.frameCount];
        Arrays.fill(byFrame, -1);
        for (int i = 0; i < frames.length; i++) {
            byFrame[(int) frames[i]] = i;
        }
        for (int index = 1; index < Scene.RECORDS; index++) {
            staticFrames[index] = (int) books.environment64(index, EnvironmentRecord.FRAMES_HELD);
        }
        for (long frame : frames) {
            staticFrames[books.owner(frame)]--;
        }
        staticFrames[0] = 0;
        for (int position = 0; position < Limits.SLICES; position++) {
            int at = position;
            if (Arrays.stream(positions).noneMatch(played -> played == at)) {
                staticSlices[books.sliceOwner(position)]++;
            }
        }
        for (int kind = 0; kind < rootLimits.length; kind++) {
            rootLimits[kind] = books.limit(BookWords.ROOT, kind);
        }
    }

    /** The place of a frame among those of the play, or -1. */
    int indexOf(long frame) {
        return frame >= 0 && frame < byFrame.length ? byFrame[(int) frame] : -1;
    }
}

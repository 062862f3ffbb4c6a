package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The frames of physical memory, shared with snapshots until written, and their hash. Installed frames start as zeros.
 *
 * <p>Kept true: the array of a frame is written only while its mark is 0; {@code hashOfCounted} is the sum of
 * {@code hashes} over the frames marked COUNTED, and {@code uncounted} holds exactly the other ones. So a write costs one
 * comparison, a snapshot copies references, and a hash looks only at frames written since the last.
 */
final class Frames {
    /** The array of the frame is also a snapshot's, or is that of all zero frames. */
    private static final byte SHARED = 1;
    private static final byte COUNTED = 2;
    private static final byte SHARED_AND_COUNTED = SHARED | COUNTED;

    private static final byte[] ZERO_FRAME = new byte[(int) BYTES_IN_PAGE];
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** By frame number; null where nothing is installed. */
    private final byte[][] frames;
    private final byte[] marks;
    private final long[] hashes;
    private final BitSet uncounted = new BitSet();
    private long hashOfCounted;

    /** The frames as a snapshot keeps them: immutable, because all of them are marked shared. */
    record Snapshot(byte[][] frames, long[] hashes, long hash) {
    }

    Frames(int count) {
        frames = new byte[count][];
        marks = new byte[count];
        hashes = new long[count];
        Arrays.fill(marks, SHARED_AND_COUNTED);
    }

    int count() {
        return frames.length;
    }

    void install(int frame) {
        frames[frame] = ZERO_FRAME;
    }

    void remove(int frame) {
        becomeZero(frame);
        frames[frame] = null;
    }

    /** To be read only; null when not installed, or when there is no such frame. */
    byte[] at(long frame) {
        return frame < frames.length ? frames[(int) frame] : null;
    }

    /** To be written at once and not kept: the next snapshot shares it. */
    byte[] forWriting(int frame) {
        return marks[frame] == 0 ? frames[frame] : makeWritable(frame);
    }

    void becomeZero(int frame) {
        discount(frame);
        uncounted.clear(frame);
        frames[frame] = ZERO_FRAME;
        hashes[frame] = 0;
        marks[frame] = SHARED_AND_COUNTED;
    }

    /** A hash of what the frames hold, whatever way they came to hold it. */
    long contentHash() {
        for (int frame = uncounted.nextSetBit(0); frame >= 0; frame = uncounted.nextSetBit(frame + 1)) {
            hashes[frame] = hashOf(frame);
            hashOfCounted += hashes[frame];
            marks[frame] |= COUNTED;
        }
        uncounted.clear();
        return hashOfCounted;
    }

    Snapshot snapshot() {
        long hash = contentHash();
        Arrays.fill(marks, SHARED_AND_COUNTED);
        return new Snapshot(frames.clone(), hashes.clone(), hash);
    }

    void restore(Snapshot saved) {
        System.arraycopy(saved.frames, 0, frames, 0, frames.length);
        System.arraycopy(saved.hashes, 0, hashes, 0, hashes.length);
        Arrays.fill(marks, SHARED_AND_COUNTED);
        uncounted.clear();
        hashOfCounted = saved.hash;
    }

    private byte[] makeWritable(int frame) {
        if ((marks[frame] & SHARED) != 0) {
            frames[frame] = frames[frame].clone();
        }
        discount(frame);
        uncounted.set(frame);
        marks[frame] = 0;
        return frames[frame];
    }

    private void discount(int frame) {
        if ((marks[frame] & COUNTED) != 0) {
            hashOfCounted -= hashes[frame];
        }
    }

    /** 0 for a frame of zeros, as {@link #becomeZero} presumes. */
    private long hashOf(int frame) {
        byte[] bytes = frames[frame];
        long hash = 0;
        for (int offset = 0; offset < BYTES_IN_PAGE; offset += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, offset)) * 0x9e37_79b9_7f4a_7c15L;
            hash ^= hash >>> 32;
        }
        return hash == 0 ? 0 : SeededSequence.mix(frame, hash);
    }
}

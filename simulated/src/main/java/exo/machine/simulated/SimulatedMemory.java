package exo.machine.simulated;

import static exo.machine.PageTableEntry.BYTES_IN_PAGE;
import static exo.machine.PageTableEntry.LOG_BYTES_IN_PAGE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Physical memory, little-endian. Every access is either wholly inside installed memory, naturally aligned and free of
 * poison, or is a {@link MachineCheck} that names the address. What it holds is kept in {@link Frames}.
 */
public final class SimulatedMemory {
    private static final int OFFSET_MASK = (int) BYTES_IN_PAGE - 1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Frames frames;
    private final PoisonedWords poison = new PoisonedWords();

    record Snapshot(Frames.Snapshot frames, BitSet poison) {
    }

    /** Memory with room for addresses below the limit, nothing installed yet. */
    public SimulatedMemory(long limit) {
        if (limit < 0 || limit > PoisonedWords.ADDRESS_LIMIT) {
            throw new IllegalArgumentException("simulated memory is limited to 16 GiB, asked for " + limit + " bytes");
        }
        frames = new Frames((int) (limit >>> LOG_BYTES_IN_PAGE));
    }

    /** Installs, as zeros, the frames that lie wholly inside the range: a part of a frame is no frame. */
    public void install(long base, long byteCount) {
        long end = (base + byteCount) >>> LOG_BYTES_IN_PAGE;
        for (long frame = (base + OFFSET_MASK) >>> LOG_BYTES_IN_PAGE; frame < end; frame++) {
            frames.install((int) frame);
        }
    }

    /** Takes these frames out, with what they hold: an access is a machine check from now on, at no cost to others. */
    public void remove(long base, long byteCount) {
        requireRange(base, byteCount);
        for (long at = base; at < base + byteCount; at += BYTES_IN_PAGE) {
            frames.remove((int) (at >>> LOG_BYTES_IN_PAGE));
        }
    }

    public boolean installed(long address) {
        return frames.at(address >>> LOG_BYTES_IN_PAGE) != null;
    }

    /** First address above all that can be installed. */
    public long limit() {
        return (long) frames.count() << LOG_BYTES_IN_PAGE;
    }

    /** From now on any access to these words is a machine check, be it the kernel's, the page walker's or a user's. */
    public void poison(long base, long byteCount) {
        poison.add(base, byteCount);
    }

    public void unpoison(long base, long byteCount) {
        poison.remove(base, byteCount);
    }

    public long load64(long address) {
        return (long) LONGS.get(readable(address, 8), (int) address & OFFSET_MASK);
    }

    public void store64(long address, long value) {
        LONGS.set(writable(address, 8), (int) address & OFFSET_MASK, value);
    }

    public long load32(long address) {
        return (int) INTS.get(readable(address, 4), (int) address & OFFSET_MASK) & 0xffff_ffffL;
    }

    public void store32(long address, long value) {
        INTS.set(writable(address, 4), (int) address & OFFSET_MASK, (int) value);
    }

    public int load8(long address) {
        return readable(address, 1)[(int) address & OFFSET_MASK] & 0xff;
    }

    public void store8(long address, int value) {
        writable(address, 1)[(int) address & OFFSET_MASK] = (byte) value;
    }

    public void zero(long address, long byteCount) {
        if (((address | byteCount) & 7) != 0) {
            throw new MachineCheck("misaligned zeroing of " + byteCount + " bytes", address);
        }
        requireRange(address, byteCount);
        long end = address + byteCount;
        for (long at = address; at < end; ) {
            int offset = (int) at & OFFSET_MASK;
            int length = (int) Math.min(BYTES_IN_PAGE - offset, end - at);
            if (length == BYTES_IN_PAGE) {
                frames.becomeZero((int) (at >>> LOG_BYTES_IN_PAGE));
            } else {
                Arrays.fill(writable(at, 1), offset, offset + length, (byte) 0);
            }
            at += length;
        }
    }

    public void copy(long to, long from, long byteCount) {
        requireRange(to, byteCount);
        requireRange(from, byteCount);
        if (to < from + byteCount && from < to + byteCount && byteCount > 0) {
            throw new MachineCheck("copy of " + byteCount + " bytes overlaps", to);
        }
        for (long done = 0; done < byteCount; ) {
            int fromOffset = (int) (from + done) & OFFSET_MASK;
            int toOffset = (int) (to + done) & OFFSET_MASK;
            int length = (int) Math.min(BYTES_IN_PAGE - Math.max(fromOffset, toOffset), byteCount - done);
            System.arraycopy(readable(from + done, 1), fromOffset, writable(to + done, 1), toOffset, length);
            done += length;
        }
    }

    /** A hash of what memory holds, whatever way it came to hold it. */
    public long contentHash() {
        return frames.contentHash();
    }

    Snapshot snapshot() {
        return new Snapshot(frames.snapshot(), poison.copy());
    }

    void restore(Snapshot saved) {
        frames.restore(saved.frames);
        poison.restore(saved.poison);
    }

    private byte[] readable(long address, int width) {
        byte[] bytes = frames.at(address >>> LOG_BYTES_IN_PAGE);
        if (bytes == null) {
            throw new MachineCheck("access to memory that is not installed", address);
        }
        if ((address & (width - 1)) != 0) {
            throw new MachineCheck("misaligned access of " + width + " bytes", address);
        }
        if (poison.any() && poison.covers(address)) {
            throw new MachineCheck("access to poisoned memory", address);
        }
        return bytes;
    }

    private byte[] writable(long address, int width) {
        readable(address, width);
        return frames.forWriting((int) (address >>> LOG_BYTES_IN_PAGE));
    }

    private void requireRange(long address, long byteCount) {
        if (address < 0 || byteCount < 0 || byteCount > limit() || address > limit() - byteCount) {
            throw new MachineCheck("range of " + byteCount + " bytes outside memory", address);
        }
        long end = address + byteCount;
        for (long at = address; at < end; at = (at | OFFSET_MASK) + 1) {
            if (!installed(at)) {
                throw new MachineCheck("range reaches memory that is not installed", at);
            }
        }
        if (poison.any() && poison.meets(address, byteCount)) {
            throw new MachineCheck("range of " + byteCount + " bytes meets poisoned memory", address);
        }
    }
}

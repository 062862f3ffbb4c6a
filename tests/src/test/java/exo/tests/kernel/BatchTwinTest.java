package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.abi.BatchEntry;
import exo.abi.BatchOperation;
import exo.abi.Call;
import exo.abi.EntryBit;
import exo.abi.EnvironmentRecord;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A batch is the calls of its entries, one by one: two kernels of one past, of which one gets lists as batches and the other as
 * calls, give the same answers and have the same entries. A batch ends at a refusal and behind the second entry that had
 * page tables made, and nowhere else; from there it is asked for again. The lists are mostly of like entries in a row, with everything
 * among them that ends a stretch of these: other rights, pages on either side of where a table or half of one ends, pages that
 * nobody can bind, frames of others.
 */
class BatchTwinTest {
    private static final int LISTS = 600;
    private static final long LIST = Family.PAGE + 0x1000_0000L;
    private static final long PAGE_BYTES = Limits.BYTES_IN_FRAME;
    private static final int PAGES = 12;
    /** Some pages before and behind: the middle of a table, its end, the ends of what programs may use. */
    private static final long[] PLACES = {Family.PAGE + 256 * PAGE_BYTES, Family.PAGE + 512 * PAGE_BYTES,
        Limits.USER_START + PAGE_BYTES, Limits.USER_END - PAGE_BYTES};

    private final Side batches = new Side();
    private final Side calls = new Side();
    private final SplittableRandom random = new SplittableRandom(Long.getLong("exo.seed", new Random().nextLong() >>> 20));

    /** One of the two kernels, with a child whose pages and frames can be used too. */
    private static final class Side {
        final BootedKernel kernel = new BootedKernel();
        final Family family = new Family(kernel);
        final long self = family.self();
        final long child = family.started("child", 80);
        final long[] frames = new long[9];
        /** Of the entries of a list, done as calls: the answers up to the first refusal, and which had page tables made. */
        long[] statuses;
        boolean[] madeTables;

        Side() {
            for (int i = 0; i < 4; i++) {
                frames[i] = family.frame();
            }
            assertEquals(Status.OK, kernel.call(Call.FRAME_GIVE, frames[3], child));
            frames[4] = kernel.call(Call.MACHINE_INFO, Info.ARCHIVE_FRAME);
            frames[5] = kernel.books().rootOf(1) / PAGE_BYTES;
            frames[7] = -1;
            frames[8] = Long.MAX_VALUE >>> 12;
            family.map(self, LIST, Family.WRITE);
            family.map(self, LIST + PAGE_BYTES, Family.WRITE);
            for (int i = 0; i < 30; i++) {
                assertEquals(Status.OK, kernel.call(Call.TABLE_GIVE, i % 2 == 0 ? self : child, family.frame()));
            }
        }

        private long firstPooled(long environment) {
            return kernel.books().environment32(Family.index(environment), EnvironmentRecord.FIRST_POOLED);
        }

        long single(int at, long environment, int operation, long rights, long va, long frame) {
            long pooled = firstPooled(environment);
            statuses[at] = single(environment, operation, rights, va, frame);
            madeTables[at] = firstPooled(environment) != pooled;
            return statuses[at];
        }

        /** What a batch of the entries from one on is to answer. */
        long batchFrom(int first) {
            int tables = 0;
            for (int at = first; at < statuses.length; at++) {
                if (statuses[at] < 0) {
                    return at == first ? statuses[at] : at - first;
                }
                tables += madeTables[at] ? 1 : 0;
                if (tables == Limits.BATCH_TABLES_MAXIMUM) {
                    return at + 1 - first;
                }
            }
            return statuses.length - first;
        }

        private long single(long environment, int operation, long rights, long va, long frame) {
            switch (operation) {
                case BatchOperation.BIND:
                    return kernel.call(Call.BIND, environment, va, frame, rights);
                case BatchOperation.UNBIND:
                    return kernel.call(Call.UNBIND, environment, va);
                case BatchOperation.PROTECT:
                    return kernel.call(Call.PROTECT, environment, va, rights);
                default:
                    return Status.BAD_ARGUMENT;
            }
        }
    }

    @Test
    void aListGivesTheSameAsItsCalls() {
        for (int list = 0; list < LISTS; list++) {
            runBoth(1 + random.nextInt(24));
            compare();
        }
    }

    private void runBoth(int count) {
        boolean inChild = random.nextInt(4) == 0;
        long list = LIST + PAGE_BYTES - BatchEntry.BYTES * random.nextLong(count + 8L);
        boolean refused = false;
        calls.statuses = new long[count];
        calls.madeTables = new boolean[count];
        long place = PLACES[random.nextInt(3) > 0 ? random.nextInt(2) : 2 + random.nextInt(2)] - PAGES / 2 * PAGE_BYTES;
        long rights = 1 + 2 * random.nextInt(3);
        int frame = random.nextInt(3);
        int page = random.nextInt(PAGES);
        int operation = likely(inChild ? calls.child : calls.self, place + (page + 1) % PAGES * PAGE_BYTES);
        for (int i = 0; i < count; i++) {
            boolean other = random.nextInt(12) == 0;
            page = (random.nextInt(8) == 0 ? random.nextInt(PAGES) : page + 1) % PAGES;
            long va = place + page * PAGE_BYTES + (random.nextInt(60) == 0 ? 8 : 0);
            operation = other ? random.nextInt(5) : operation;
            rights = other ? random.nextInt(8) | random.nextInt(2) * Right.SOFTWARE : rights;
            frame = other ? random.nextInt(calls.frames.length) : frame;
            long at = list + i * (long) BatchEntry.BYTES;
            batches.kernel.user().store64(at, operation | rights << 32);
            batches.kernel.user().store64(at + BatchEntry.VA, va);
            batches.kernel.user().store64(at + BatchEntry.FRAME, batches.frames[frame]);
            refused = refused
                    || calls.single(i, inChild ? calls.child : calls.self, operation, rights, va, calls.frames[frame]) < 0;
        }
        runBatches(inChild ? batches.child : batches.self, list, count);
    }

    private void runBatches(long environment, long list, int count) {
        long done = 0;
        for (int first = 0; done >= 0 && first < count; first += (int) done) {
            done = batches.kernel.call(Call.BATCH, environment, list + first * (long) BatchEntry.BYTES, count - first);
            assertEquals(calls.batchFrom(first), done);
        }
    }

    /** Wherever the list crosses from one page to the next, and whatever is bound in between. */
    @Test
    void theSecondEntryThatHasTablesMadeIsABatchsLast() {
        int count = 8;
        long bytesOfTable = 512 * PAGE_BYTES;
        for (int inFirstPage = 0; inFirstPage < count; inFirstPage++) {
            long list = LIST + PAGE_BYTES - (long) inFirstPage * BatchEntry.BYTES;
            for (int i = 0; i < 16; i++) {
                assertEquals(Status.OK, batches.kernel.call(Call.TABLE_GIVE, batches.self, batches.family.frame()));
            }
            for (int i = 0; i < count; i++) {
                long place = Family.PAGE + 0x2000_0000L + (inFirstPage * 4L + i / 2) * bytesOfTable;
                long at = list + i * (long) BatchEntry.BYTES;
                batches.kernel.user().store64(at, BatchOperation.BIND | (long) Right.READ << 32);
                batches.kernel.user().store64(at + BatchEntry.VA, place + i % 2 * PAGE_BYTES);
                batches.kernel.user().store64(at + BatchEntry.FRAME, batches.frames[0]);
            }
            assertEquals(3, batches.kernel.call(Call.BATCH, batches.self, list, count));
            assertEquals(4, batches.kernel.call(Call.BATCH, batches.self, list + 3L * BatchEntry.BYTES, count - 3));
            assertEquals(1, batches.kernel.call(Call.BATCH, batches.self, list + 7L * BatchEntry.BYTES, 1));
        }
    }

    /** What can be done to the page as it is. */
    private int likely(long environment, long va) {
        long entry = calls.kernel.call(Call.ENTRY_READ, environment, va);
        if (entry >= 0 && (entry & EntryBit.BOUND) != 0) {
            return random.nextBoolean() ? BatchOperation.UNBIND : BatchOperation.PROTECT;
        }
        return BatchOperation.BIND;
    }

    /** Looking changes nothing, and needs no audit of its own. */
    private void compare() {
        batches.kernel.audits(false);
        calls.kernel.audits(false);
        for (long place : PLACES) {
            for (int page = 0; page < PAGES; page++) {
                long va = place + (page - PAGES / 2) * PAGE_BYTES;
                assertEquals(calls.kernel.call(Call.ENTRY_READ, calls.self, va),
                        batches.kernel.call(Call.ENTRY_READ, batches.self, va), Long.toHexString(va));
                assertEquals(calls.kernel.call(Call.ENTRY_READ, calls.child, va),
                        batches.kernel.call(Call.ENTRY_READ, batches.child, va), Long.toHexString(va));
            }
        }
        batches.kernel.audits(true);
        calls.kernel.audits(true);
    }
}

package exo.machine.simulated;

import exo.machine.PageTableEntry;

/**
 * Which of the ways that processors differ in the simulated one shows. The default is the most adversarial: nothing cached
 * is ever forgotten unless the kernel says so.
 *
 * @param tags  whether the TLB tells address spaces apart by tag (PCID); without, every switch drops everything
 * @param tablesCached  whether pointers to tables are cached beside pages (Intel SDM vol. 3A, 4.10.3)
 * @param translationsMax  how many pages the TLB holds; an insertion beyond evicts a pseudo-random one
 * @param noExecute  whether there is NO_EXECUTE; without, its bit is reserved
 * @param physicalAddressBits  MAXPHYADDR: address bits of entries from here to 51 are reserved
 */
public record ProcessorModel(boolean tags, boolean tablesCached, int translationsMax, boolean noExecute,
        int physicalAddressBits) {
    public static final ProcessorModel ADVERSARIAL = new ProcessorModel(true, true, Integer.MAX_VALUE, true, 52);

    public ProcessorModel {
        if (translationsMax < 1 || physicalAddressBits < 32 || physicalAddressBits > 52) {
            throw new IllegalArgumentException("no such processor");
        }
    }

    public ProcessorModel withoutTags() {
        return new ProcessorModel(false, tablesCached, translationsMax, noExecute, physicalAddressBits);
    }

    public ProcessorModel withoutCachedTables() {
        return new ProcessorModel(tags, false, translationsMax, noExecute, physicalAddressBits);
    }

    public ProcessorModel withTranslationsMax(int count) {
        return new ProcessorModel(tags, tablesCached, count, noExecute, physicalAddressBits);
    }

    public ProcessorModel withPhysicalAddressBits(int bits) {
        return new ProcessorModel(tags, tablesCached, translationsMax, noExecute, bits);
    }

    public ProcessorModel withoutNoExecute() {
        return new ProcessorModel(tags, tablesCached, translationsMax, false, physicalAddressBits);
    }

    /** What the kernel is told of the bits it may use; address bits are its own affair, from the memory it was given. */
    long entryMask() {
        return noExecute ? -1L : ~PageTableEntry.NO_EXECUTE;
    }

    /** Bits of an entry at any level that make it fault. */
    long reservedBits() {
        long addressBitsLacking = PageTableEntry.ADDRESS_MASK & ~((1L << physicalAddressBits) - 1);
        return noExecute ? addressBitsLacking : addressBitsLacking | PageTableEntry.NO_EXECUTE;
    }
}

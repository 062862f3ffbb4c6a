package exo.exos.code;

/**
 * The packet that a handler is called with, from the first byte of its Ethernet header on, and what the handler may ask of the kernel. A
 * handler is a class with a method {@code static int handle(Packet packet, int length)}, which returns {@link #DROP} or
 * {@link #DELIVER}. Its static variables are its area, which it keeps from packet to packet and its owner sees.
 *
 * <p>Offsets are in bytes. Every access must be shown to lie in the packet, by comparing with the length before it:
 * {@code if (length < 42) return DELIVER;}. Else the program is refused, or with guards ends there.
 */
public interface Packet {
    /** The handler has done all there was to do. */
    int DROP = 0;
    /** The packet goes to the owner's ring. */
    int DELIVER = 1;

    // ---- loads of big-endian numbers without sign, as they are on the wire

    int u8(int offset);

    int u16(int offset);

    long u32(int offset);

    /** All 64 bits. */
    long u64(int offset);

    // ---- stores of the low bits, big-endian

    void put8(int offset, int value);

    void put16(int offset, int value);

    void put32(int offset, long value);

    void put64(int offset, long value);

    // ---- little-endian: as the processor has it, for what is only moved or added up

    int little16(int offset);

    long little32(int offset);

    long little64(int offset);

    void putLittle16(int offset, int value);

    void putLittle32(int offset, long value);

    void putLittle64(int offset, long value);

    // ---- the kernel's help, which takes from the run's budget

    /**
     * Sends the packet as it is now, its first so many bytes; only once in a run. The kernel checks what it claims to be from against its
     * owner's claims. 0, or a status of the kernel, which is negative: it was not sent.
     */
    int send(int length);

    /**
     * Copies bytes of the packet to a static array of the class.
     *
     * @return the ones' complement sum of the bytes as 16-bit words as they lie in memory (RFC 1071), from 0 to 0xffff; or a status of the
     *         kernel, which is negative: nothing was copied
     */
    int copy(byte[] to, int at, int offset, int length);

    /** Wakes the owner, if it sleeps on packets. */
    void wake();

    /** The cycle counter. */
    long cycles();
}

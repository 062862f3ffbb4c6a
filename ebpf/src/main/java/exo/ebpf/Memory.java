package exo.ebpf;

/**
 * Bytes by address, little-endian, at any alignment: where a program's text, what is known of it, its machine code and what it works on
 * lie. In the kernel these are physical addresses, in a library OS its own, on the host whatever the caller makes of them.
 * Narrow loads are zero-extended; narrow stores take the low bits.
 */
public interface Memory {
    int load8(long address);

    int load16(long address);

    long load32(long address);

    long load64(long address);

    void store8(long address, int value);

    void store16(long address, int value);

    void store32(long address, long value);

    void store64(long address, long value);
}

package exo.abi.spec;

/**
 * What the 64 bits of an argument stand for. Every argument travels as one register; its kind tells reader and kernel
 * how to take it, and is where its unit is stated.
 */
public enum Kind {
    ENVIRONMENT("name of an environment"),
    FRAME("number of a frame"),
    USER_ADDRESS("virtual address in the caller or the environment named, in bytes"),
    BYTE_COUNT("count of bytes"),
    FRAME_COUNT("count of frames"),
    ACCOUNT("name of an account"),
    PROGRAM("name of a program"),
    RING("name of a packet ring"),
    SLICE("position in the vector of time slices"),
    COUNT("count, of the resources of a kind or of records"),
    CYCLES("value of the cycle counter"),
    RIGHTS("sum of rights"),
    EVENTS("sum of events"),
    EXIT_STATUS("status: 0 is success, more is failure"),
    ITEM("one of a list of numbers"),
    WORD("64 bits that the kernel only passes on or packs");

    private final String meaning;

    Kind(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}

package exo.cli.capture;

/** Which way a packet went, as seen from the interface that it was captured on. */
public enum Direction {
    UNKNOWN(0),
    INBOUND(1),
    OUTBOUND(2);

    /** Bits 0 and 1 of pcapng's option epb_flags. */
    private final int flag;

    Direction(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }
}

package exo.tests.wire;

/** What can happen to a frame on its way. */
public enum Fault {
    /** It never arrives. */
    LOSS,
    /** It arrives twice. */
    DUPLICATION,
    /** It arrives behind the next one. */
    REORDERING,
    /** Only a part from its beginning arrives. */
    TRUNCATION,
    /** Some of its bits arrive turned over. */
    GARBLING,
    /** A frame of random bytes, too short for a header, arrives before it. */
    RUNT,
    /** A frame of random bytes, longer than Ethernet's, arrives before it. */
    GIANT
}

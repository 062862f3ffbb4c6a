package exo.tests.wire.packet;

/** Bytes that are not what they were read as: too short, a length or checksum that does not hold, a field with no meaning. */
public final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedPacketException(String problem) {
        super(problem);
    }
}

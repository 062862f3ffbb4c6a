package exo.aegis.network;

/** Runs what the text of a class was compiled to. */
public interface ClassPrograms {
    /** What {@link #run} gives if it did not come to a result: the packet is classified in Java then. */
    int NO_RESULT = -1;

    /**
     * Runs the program of a class over a packet that is of the class and of the usual form (see ClassifierText), with the book as its area.
     *
     * @return the filter's index, 0: none matches, or {@link #NO_RESULT}
     */
    int run(int ofClass, long packet, long length);
}

package exo.cli.machine;

/** A stage of the boot that is behind the guest, with the cycles from its entry to there. */
public record Stage(String name, long cycles) {
    /** The last stage: the next instruction is a program's. */
    public static final String USER = "user";
}

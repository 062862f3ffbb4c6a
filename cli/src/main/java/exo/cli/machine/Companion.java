package exo.cli.machine;

import exo.cli.Failure;

/** A program that accompanies a machine, as gdb does: started when the machine is up, and the machine ends with it. */
public interface Companion {
    Companion NONE = new Companion() {
        @Override
        public void start() {
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public boolean takesInterrupts() {
            return false;
        }
    };

    void start() throws Failure;

    boolean ended();

    /** Whether Ctrl-C is meant for it rather than for exo. */
    boolean takesInterrupts();
}

package exo.exos;

import exo.abi.EnvironmentResult;
import exo.abi.Status;
import exo.exos.kernel.KernelCalls;

/** An environment that this one created: started once, asked how it ended, and cleared away. */
public final class Child {
    private final String label;
    private final long environment;
    private final long entry;
    private final ArgumentBlock block;

    Child(String label, long environment, long entry, ArgumentBlock block) {
        this.label = label;
        this.environment = environment;
        this.entry = entry;
        this.block = block;
    }

    public String label() {
        return label;
    }

    /** The kernel's name for it. */
    public long environment() {
        return environment;
    }

    public void start() {
        KernelException.checked("env_start", KernelCalls.envStart(environment, entry, block.stackAddress(),
                block.count(), block.address()));
    }

    /** The result word of an ended child ({@link EnvironmentResult}), or -1 while it has not ended. */
    public long result() {
        long result = KernelCalls.envResult(environment);
        return result == Status.WRONG_STATE ? -1 : KernelException.checked("env_result", result);
    }

    /** Takes back all that it held, once it has ended. */
    public void reap() {
        reap(environment);
    }

    /** The same for a child by its name, who may have made it: that of a child that ended, for instance. */
    public static void reap(long environment) {
        long left = 1;
        while (left > 0) {
            left = KernelException.checked("env_reap", KernelCalls.envReap(environment));
        }
    }
}

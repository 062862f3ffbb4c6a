package exo.cli;

import exo.cli.machine.MachineRequest;
import exo.cli.machine.RunDirectory;
import exo.cli.project.Target;
import exo.forge.ForgeException;
import exo.forge.Forged;
import exo.forge.description.DescriptionException;
import exo.forge.description.InsufficientMemoryException;
import exo.forge.description.MachineDescription;
import exo.forge.description.MemoryBudget;
import exo.forge.description.SystemDescription;
import java.io.IOException;
import java.nio.file.Path;

/** What run and debug have in common: from flags to a forged system and the machine it is to have. */
record Session(Installation installation, Target target, Forged forged) {

    static Session of(MachineOptions options, Messages messages)
            throws Failure, DescriptionException, InsufficientMemoryException, ForgeException {
        Installation installation = Installation.running();
        Target target = Target.of(options.target, installation, options.overrides());
        MemoryBudget.check(target.description());
        return new Session(installation, target, Forging.of(installation, target, messages).forged());
    }

    SystemDescription description() {
        return target.description();
    }

    MachineRequest request(MachineOptions options, boolean counting, RunDirectory files, Path gdbSocket,
            boolean paused, Path captureFile) throws IOException {
        MachineDescription machine = description().machine();
        return new MachineRequest(machine.machine(), options.accelerator, options.processor, machine.memoryBytes(),
                machine.cpus(), counting, forged.kernel(), forged.archive(), options.bootLine(machine), files.controlFile(),
                gdbSocket, paused, description().network(), captureFile, options.qemuArguments);
    }
}

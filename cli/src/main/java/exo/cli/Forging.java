package exo.cli;

import exo.cli.project.Target;
import exo.forge.Forge;
import exo.forge.ForgeException;
import exo.forge.Forged;
import exo.forge.KernelSizes;

/** A forged target, and how large its kernel came out. */
record Forging(Forged forged, KernelSizes kernelSizes) {

    static Forging of(Installation installation, Target target, Messages messages) throws ForgeException {
        Forge forge = new Forge(installation.root(), target.workDirectory(), messages::step);
        Forged forged = forge.forge(target.description());
        return new Forging(forged, forge.kernelSizes());
    }
}

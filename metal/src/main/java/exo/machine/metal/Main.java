package exo.machine.metal;

import exo.aegis.Boot;
import org.teavm.interop.Address;

/**
 * The machine coming up, in order; then the kernel's own boot. On return the assembly leaves for the context that the
 * kernel selected: the first program's.
 */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) {
        long start = Address.fromLong(Symbols.bootCycles()).getLong();
        SerialPort.initialise();
        Features features = new Features();
        MetalBootInformation information = MetalBootInformation.read();
        EarlyFrames frames = new EarlyFrames(information.kernelEnd(), information.archiveBase(),
                information.archiveBase() + information.archiveBytes());
        KernelPaging paging = new KernelPaging(frames, features.entryMask(), information);
        paging.build();
        Processor.writeCr3(paging.root());
        features.enable();
        features.enableTags();
        DescriptorTables.initialise(frames.take());
        Entry.kernelRoot = paging.root();
        InterruptController.initialise();
        VirtioDevice network = VirtioDevice.find(paging, information);
        information.kernelEnd(frames.end());
        MetalMachine machine = new MetalMachine(features, Clock.measured(), new AcpiPower(information), network,
                new MetalCodeStore(paging));
        Boot boot = new Boot(machine, information, start);
        Entry.enter(boot.aegis());
        boot.run(missing(features));
        paging.sealHeap();
    }

    /** What the kernel's promises need and this processor lacks, by name, or null. */
    private static String missing(Features features) {
        return !features.noExecute ? "no-execute (NX)" : !features.smep ? "SMEP" : !features.smap ? "SMAP" : null;
    }
}

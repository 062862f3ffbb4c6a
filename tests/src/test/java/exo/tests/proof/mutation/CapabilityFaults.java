package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in what a capability proves, and for how long. */
final class CapabilityFaults {
    private CapabilityFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("a capability is believed whatever it authenticates", "Capabilities.validDescriptor",
                        Change.never("Capabilities.authenticator"), "nobody makes a capability but the kernel", "Capabilities"),
                of("a capability is believed whatever its generation", "Capabilities.validDescriptor",
                        Change.never("FrameRecord.generation"), "no capability outlives its revocation", "Capabilities"),
                of("a capability for a table is good", "Capabilities.validDescriptor", Change.never("Frames.kind"),
                        "no program can bind a page table", "Capabilities"),
                of("the authenticator is the same whatever the key", "SipHash.of",
                        Change.all(Change.operation(Opcodes.LXOR, 1, Opcodes.POP2), Change.operation(Opcodes.LXOR, 1, Opcodes.POP2),
                                Change.operation(Opcodes.LXOR, 1, Opcodes.POP2), Change.operation(Opcodes.LXOR, 1, Opcodes.POP2)),
                        "nobody makes a capability but the kernel", "Capabilities"),
                of("the authenticator does not go by the generation", "SipHash.of", Change.alwaysBehind(1, 1),
                        "every word of a capability is authenticated", "Capabilities"),
                of("the authenticator is hashed by fewer rounds", "SipHash.of", Change.constant(4, 2, 2),
                        "the authenticator is SipHash-2-4", "Capabilities"),
                of("the key is not drawn", "Boot.run", Change.all(Change.answer("Machine.entropy", 1, 1),
                        Change.answer("Machine.entropy", 1, 1)), "nobody makes a capability but the kernel", "Capabilities"),
                of("a capability binds with more rights than it has", "Capabilities.capBind",
                        Change.never("Capabilities.rightsOf"), "rights only shrink", "Capabilities"),
                of("a restricted capability has more rights", "Capabilities.capRestrict",
                        Change.always("Capabilities.rightsOf"), "rights only shrink", "Capabilities"),
                of("a capability is made with bits that are no rights", "Capabilities.areRights", Change.neverBehind(-8, 1),
                        "a right is one of three", "Capabilities", "EveryStatus"),
                of("anyone makes a capability for a frame", "Capabilities.checkOwned", Change.never("Frames.owner"),
                        "only its owner makes a capability for a frame", "Capabilities"),
                of("a capability is written where the caller cannot write", "Capabilities.place",
                        Change.answer("UserMemory.resolve", 4096 * 300), "the kernel writes where the caller can",
                        "Capabilities"),
                of("a capability may lie in two pages", "Capabilities.place", Change.alwaysBehind(0, 1),
                        "the kernel reads no word that lies in two pages", "Capabilities", "EveryStatus"),
                of("a generation is not raised", "Frames.commitNewGeneration", Change.nothing(),
                        "no capability outlives its revocation", "Capabilities"),
                of("cap_revoke revokes nothing", "Capabilities.capRevoke", Change.drop("Frames.commitNewGeneration"),
                        "no capability outlives its revocation", "Capabilities"),
                of("capabilities follow a frame to its next owner", "Frames.commitGive", Change.drop("Frames.commitNewGeneration"),
                        "no capability outlives its revocation", "Capabilities"),
                of("capabilities outlive a frame's freeing", "Frames.commitLeave", Change.drop("Frames.commitNewGeneration"),
                        "no capability outlives its revocation", "Capabilities"),
                of("a bound page is bound by a capability without a check of the page", "Bindings.bindGranted",
                        Change.answer("PageEntry.isPage", 1), "only user memory is bound", "Capabilities", "EveryStatus"),
                of("a backing that can only be read is written", "Capabilities.writableFrame",
                        Change.always("Capabilities.rightsOf"), "rights only shrink", "Backing"));
    }
}

package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in the machine code of the decision structure: whether it is there, where it is, and which packets it is for. */
final class CodeFaults {
    private static final String TEST = "ClassCode";
    private static final String AS_THEY_ARE = "what runs is the code of the shapes as they are";
    private static final String SEALED = "what is run is sealed";
    private static final String LIKE_JAVA = "code decides as Java does";

    private CodeFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("filters change and their code does not", "ClassCode.commitChanged", Change.nothing(), AS_THEY_ARE, TEST),
                of("code is taken for that of other filters", "ClassCode.commitBegin", Change.drop("Machine.store64", 3), AS_THEY_ARE, TEST),
                of("code of a class is kept for another", "ClassCode.commitBegin", Change.drop("Machine.store64", 2), AS_THEY_ARE, TEST),
                of("the code of a class is not sealed", "ClassCode.commitReady", Change.drop("CodePages.commitSeal"), SEALED, TEST),
                of("the code of the filters that were stays sealed", "ClassCode.commitReady", Change.drop("CodePages.commitOpen"),
                        "the pages of code that is not run are free", TEST),
                of("what pages a class has is forgotten", "ClassCode.commitReady", Change.drop("Machine.store32", 2),
                        "no page is two classes'", TEST),
                of("code of a class over another's", "ClassCode.behindOverlap", Change.returns(-1), "no page is two classes'", TEST),
                of("code of a class is entered at its beginning", "ClassCode.commitReady", Change.answer("Machine.load64", 4, 0), SEALED, TEST),
                of("code is run for packets that are too short", "ClassCode.usualEntry", Change.alwaysIf(Opcodes.IFGE, 1), LIKE_JAVA, TEST),
                of("code is run for fragments", "ClassCode.usualEntry", Change.alwaysIf(Opcodes.IFEQ, 2), LIKE_JAVA, TEST),
                of("code is run for packets with options", "ClassCode.usualEntry", Change.alwaysIf(Opcodes.IFEQ, 1), LIKE_JAVA, TEST),
                of("code is run on another packet", "ClassCode.runUsual", Change.drop("Machine.store64", 1), LIKE_JAVA, TEST),
                of("code is told another length", "ClassCode.runUsual", Change.drop("Machine.store64", 2), LIKE_JAVA, TEST),
                of("code looks for filters elsewhere", "ClassCode.commitFirst", Change.drop("Machine.store64", 1), LIKE_JAVA, TEST),
                of("a packet may be shorter than its code reads", "ClassCode.commitWrite", Change.answer("Classifier.leastBytes", 0),
                        "the kernel's own text goes through the checker", TEST));
    }
}

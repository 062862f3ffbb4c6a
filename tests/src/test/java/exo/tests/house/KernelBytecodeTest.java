package exo.tests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The kernel's promises about its own Java, checked on its bytecode: state only in the books, nothing allocated after boot, no
 * exception, lock or floating point; and the cut between kernel, machine and library OS, which sees only downwards.
 */
final class KernelBytecodeTest {
    /** Methods, as "Class.method", that may allocate, and why. */
    private static final Map<String, String> EXEMPT = Map.of(
            "Boot.createSteward", "runs once, before the first program: the loader object is made for it",
            "Boot.refuse", "runs instead of the kernel, when memory is too small for one");
    private static final Set<String> PLAIN_JAVA = Set.of("java.lang.Object", "java.lang.String");
    /** For the lesser and the greater of two numbers. */
    private static final String COMPARISONS = "java.lang.Math";
    /** Of these there are constants, which the compiler writes down as numbers and still mentions the class. */
    private static final Set<String> NUMBERS = Set.of("java.lang.Byte", "java.lang.Short", "java.lang.Integer", "java.lang.Long");
    /** What Inlined and Apart are, which the machine's interface has for the kernel to mark its methods with. */
    private static final String ANNOTATION = "java.lang.annotation.Annotation";

    /** The engine's classes that the kernel never reaches: what only hosts and programs use. */
    private static final Pattern OF_THE_HOST = Pattern.compile("exo[./]ebpf[./](host|trial)[./].*");

    private static CompiledModule kernel() throws IOException {
        return new CompiledModule("aegis");
    }

    private static CompiledModule engine() throws IOException {
        return new CompiledModule("ebpf", OF_THE_HOST);
    }

    /** All that runs in the kernel and could be wrong there. */
    private static List<ClassNode> classesOfTheKernel() throws IOException {
        List<ClassNode> classes = new ArrayList<>(kernel().classes());
        classes.addAll(engine().classes());
        return classes;
    }

    private static String simpleName(ClassNode type) {
        return type.name.substring(type.name.lastIndexOf('/') + 1);
    }

    @Test
    void theKernelHasNoStateOutsideItsBooks() throws IOException {
        List<String> findings = new ArrayList<>();
        for (ClassNode type : classesOfTheKernel()) {
            for (FieldNode field : type.fields) {
                boolean constant = (field.access & Opcodes.ACC_FINAL) != 0
                        && (field.desc.length() == 1 || field.desc.equals("Ljava/lang/String;"));
                if ((field.access & Opcodes.ACC_STATIC) != 0 && !constant) {
                    findings.add(simpleName(type) + "." + field.name + " is a static variable");
                } else if ((field.access & Opcodes.ACC_FINAL) == 0) {
                    findings.add(simpleName(type) + "." + field.name + " can change");
                }
            }
        }
        assertEquals(List.of(), findings);
    }

    @Test
    void afterBootTheKernelNeitherAllocatesNorThrowsNorLocksNorComputesInFloatingPoint(TestReporter reporter)
            throws IOException {
        List<String> findings = new ArrayList<>();
        Set<String> exemptionsUsed = new TreeSet<>();
        for (ClassNode type : classesOfTheKernel()) {
            for (MethodNode method : type.methods) {
                String name = simpleName(type) + "." + method.name;
                for (String finding : ForbiddenBytecode.in(method)) {
                    if (EXEMPT.containsKey(name) && finding.startsWith("allocates")) {
                        exemptionsUsed.add(name);
                    } else {
                        findings.add(name + " " + finding);
                    }
                }
            }
        }
        assertEquals(List.of(), findings);
        assertEquals(new TreeSet<>(EXEMPT.keySet()), exemptionsUsed, "an exemption that nothing needs is to go");
        EXEMPT.forEach((name, reason) -> reporter.publishEntry("exempt: " + name, reason));
    }

    @Test
    void theRuleNoticesWhatItForbids() throws IOException {
        List<String> findings = new ArrayList<>();
        new CompiledModule("forge").classes().forEach(type -> type.methods.forEach(method ->
                findings.addAll(ForbiddenBytecode.in(method))));
        for (String finding : List.of("allocates an object", "allocates an array", "throws", "makes a lambda or concatenates "
                + "strings", "asks for a type")) {
            assertTrue(findings.contains(finding), () -> "nothing in forge " + finding);
        }
    }

    @Test
    void theKernelIsPlainJavaOverAbiMachineAndEngine() throws IOException {
        assertEquals(List.of(), kernel().dependencies().stream().filter(name -> !PLAIN_JAVA.contains(name) && !NUMBERS.contains(name)
                && !name.startsWith("exo.aegis.") && !name.startsWith("exo.abi.") && !isMachine(name) && !isEngine(name)).toList());
        assertTrue(Collections.disjoint(kernel().used(), NUMBERS));
    }

    @Test
    void theEngineOfDownloadedCodeIsPlainJavaByItself() throws IOException {
        assertEquals(List.of(), engine().dependencies().stream().filter(name -> !PLAIN_JAVA.contains(name) && !NUMBERS.contains(name)
                && !name.equals(COMPARISONS) && !isEngine(name)).toList());
        assertTrue(Collections.disjoint(engine().used(), NUMBERS));
    }

    private static boolean isEngine(String name) {
        return name.startsWith("exo.ebpf.") && !OF_THE_HOST.matcher(name).matches();
    }

    /** The interface itself: exo.machine.metal and exo.machine.simulated lie on the other side of it. */
    private static boolean isMachine(String name) {
        return name.matches("exo\\.machine\\.[A-Z]\\w*");
    }

    @Test
    void theMachinesInterfaceKnowsNeitherKernelNorMetal() throws IOException {
        assertEquals(List.of(), new CompiledModule("machine").dependencies().stream()
                .filter(name -> !PLAIN_JAVA.contains(name) && !name.equals(ANNOTATION) && !name.startsWith("exo.abi.")
                        && !isMachine(name)).toList());
    }

    @Test
    void kernelAndLibraryOsDoNotSeeEachOther() throws IOException {
        for (String module : List.of("exos", "programs")) {
            for (String name : new CompiledModule(module).dependencies()) {
                assertFalse(name.startsWith("exo.aegis.") || name.startsWith("exo.machine."), () -> module + " sees " + name);
            }
        }
    }
}

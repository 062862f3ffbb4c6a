package exo.tests.proof.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A kernel of its own with a fault in it, and the tests that see it: both are loaded afresh, everything else is shared. The
 * fault is put in as the class is loaded. Where the kernel's code goes back, it asks {@link Patience} whether it still may.
 */
final class MutatedKernel extends ClassLoader {
    static final String KERNEL = "exo.aegis.";
    static final String ENGINE = "exo.ebpf.";
    private static final List<String> ITS_TESTS = List.of("exo.tests.kernel.", "exo.tests.network.", "exo.tests.proof.random.",
            "exo.tests.proof.explore.");
    /** What is loaded the same way each time. */
    private static final Map<String, byte[]> UNCHANGED = new HashMap<>();

    static {
        registerAsParallelCapable();
    }

    private final Fault fault;
    private final String code;
    private final List<String> itsTests;
    /** Or null: a folder with classes that are on nobody's class path. */
    private final Path more;
    private String place = "";

    /** @param fault  or null: the kernel as it is */
    MutatedKernel(Fault fault) {
        this(fault, KERNEL, ITS_TESTS, null);
    }

    private MutatedKernel(Fault fault, String code, List<String> itsTests, Path more) {
        super(MutatedKernel.class.getClassLoader());
        this.fault = fault;
        this.code = code;
        this.itsTests = itsTests;
        this.more = more;
    }

    /**
     * The engine in place of the kernel.
     *
     * @param fault  or null: the engine as it is
     * @param tests  folder of the classes of its tests, which are in the engine's packages
     */
    static MutatedKernel ofEngine(Fault fault, Path tests) {
        return new MutatedKernel(fault, ENGINE, List.of(), tests);
    }

    /** Where in the source the fault is, once the class has been loaded, and in which method. */
    String place() {
        return place;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(code) && itsTests.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = fault != null && name.equals(fault.className()) ? withFault(read(name))
                : UNCHANGED.computeIfAbsent(name, key -> key.startsWith(code) ? impatient(read(key)) : read(key));
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] read(String name) {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new PatternUnmatched("no class " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected URL findResource(String name) {
        try {
            return more == null || !Files.exists(more.resolve(name)) ? null : more.resolve(name).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] withFault(byte[] original) {
        ClassNode type = parsed(original);
        List<MethodNode> methods = type.methods.stream()
                .filter(method -> (method.name + method.desc).startsWith(fault.method())
                        && (fault.method().contains("(") || method.name.equals(fault.method()))).toList();
        if (methods.size() != 1) {
            throw new PatternUnmatched(methods.size() + " methods " + fault.method() + " in " + type.name);
        }
        MethodNode method = methods.get(0);
        AbstractInsnNode at = fault.change().apply(method);
        place = method.name + method.desc + " line " + Instructions.line(at);
        return written(type);
    }

    private byte[] impatient(byte[] original) {
        return written(parsed(original));
    }

    private static ClassNode parsed(byte[] original) {
        ClassNode type = new ClassNode();
        new ClassReader(original).accept(type, ClassReader.SKIP_FRAMES);
        return type;
    }

    private byte[] written(ClassNode type) {
        type.methods.forEach(MutatedKernel::askWhereItGoesBack);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return MutatedKernel.class.getClassLoader();
            }
        };
        type.accept(writer);
        return writer.toByteArray();
    }

    private static void askWhereItGoesBack(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions.toArray()) {
            if (instruction instanceof JumpInsnNode jump
                    && method.instructions.indexOf(jump.label) < method.instructions.indexOf(jump)) {
                method.instructions.insertBefore(jump, new MethodInsnNode(Opcodes.INVOKESTATIC,
                        Patience.class.getName().replace('.', '/'), "round", "()V"));
            }
        }
    }
}

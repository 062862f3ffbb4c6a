package exo.tests.proof.explore;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;

/**
 * Loads this project's classes once more, for an exploration alone: what other tests have taught the compiler about the kernel's
 * calls to its machine does not slow it then; and a fault can be planted in the kernel on the way.
 */
final class FreshClasses extends ClassLoader {
    private static final String OURS = "exo.";

    private final BiFunction<String, byte[], byte[]> change;

    FreshClasses() {
        this((name, code) -> code);
    }

    /** @param change  gives of a class by its name and its code the code to be loaded */
    FreshClasses(BiFunction<String, byte[], byte[]> change) {
        super(FreshClasses.class.getClassLoader());
        this.change = change;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith(OURS) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = change.apply(name, file.readAllBytes());
            return defineClass(name, code, 0, code.length);
        } catch (IOException failure) {
            throw new ClassNotFoundException(name, failure);
        }
    }

    /** An exploration in classes of its own; what it takes and gives is of the class library's types alone. */
    Outcome explore(String configuration, int statesMaximum, int sampleEvery) {
        try {
            Class<?> run = loadClass(ExplorationRun.class.getName());
            Object[] given = (Object[]) run.getMethod("run", String.class, int.class, int.class)
                    .invoke(null, configuration, statesMaximum, sampleEvery);
            return Outcome.of(configuration, given);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("exploring " + configuration, failure);
        }
    }
}

package exo.forge;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.teavm.backend.c.CTarget;
import org.teavm.dependency.DependencyListener;
import org.teavm.dependency.PreciseDependencyAnalyzer;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.PreOptimizingClassHolderSource;
import org.teavm.model.ReferenceCache;
import org.teavm.parsing.ClasspathClassHolderSource;
import org.teavm.parsing.resource.ResourceProvider;
import org.teavm.vm.DirectoryBuildTarget;
import org.teavm.vm.TeaVM;
import org.teavm.vm.TeaVMBuilder;
import org.teavm.vm.TeaVMOptimizationLevel;

/**
 * Compiles the classes reachable from one main class to C, by TeaVM's C back end. The result is a folder whose
 * {@code all.c} includes everything else; lines of it carry {@code #line} directives that name the Java source.
 */
final class JavaToC {
    /** Name of the C function that initialises the Java world and calls {@code main}. */
    static final String ENTRY_POINT = "teavm_main";

    private final List<Path> classPath;
    private final List<ClassHolderTransformer> transformers;
    private final List<DependencyListener> listeners;
    private final int minimumHeapBytes;
    private final int maximumHeapBytes;

    JavaToC(List<Path> classPath, List<ClassHolderTransformer> transformers, List<DependencyListener> listeners,
            int minimumHeapBytes, int maximumHeapBytes) {
        this.classPath = classPath;
        this.transformers = transformers;
        this.listeners = listeners;
        this.minimumHeapBytes = minimumHeapBytes;
        this.maximumHeapBytes = maximumHeapBytes;
    }

    /**
     * One at a time in this process: TeaVM's descriptors of methods, some of which are static, compute their hash in a field, bit by bit. Two
     * threads that begin at once may leave a wrong one there, and then a method such as System.arraycopy is not known for what it is.
     */
    void compile(String mainClass, Path outputDirectory) throws ForgeException {
        synchronized (JavaToC.class) {
            compileAlone(mainClass, outputDirectory);
        }
    }

    private void compileAlone(String mainClass, Path outputDirectory) throws ForgeException {
        try (URLClassLoader loader = new URLClassLoader(urls(), JavaToC.class.getClassLoader());
                ResourceProvider resources = ResourceProvider.ofClassPath(files())) {
            Files.createDirectories(outputDirectory);
            TeaVM teaVm = prepare(loader, resources);
            teaVm.setEntryPoint(mainClass);
            teaVm.build(new DirectoryBuildTarget(outputDirectory.toFile()), "all.c");
            refuseProblems(mainClass, teaVm.getProblemProvider().getSevereProblems());
        } catch (IOException e) {
            throw new ForgeException("cannot write C to " + outputDirectory + ": " + e.getMessage(), 1);
        }
    }

    private TeaVM prepare(ClassLoader loader, ResourceProvider resources) {
        ReferenceCache references = new ReferenceCache();
        CTarget target = new OrderedCTarget(new JavaNames());
        target.setMinHeapSize(minimumHeapBytes);
        target.setMaxHeapSize(maximumHeapBytes);
        target.setLineNumbersGenerated(true);
        TeaVM teaVm = new TeaVMBuilder(target)
                .setReferenceCache(references)
                .setClassLoader(loader)
                .setClassSource(new PreOptimizingClassHolderSource(
                        new ClasspathClassHolderSource(resources, references, loader)))
                .setResourceProvider(resources)
                .setDependencyAnalyzerFactory(PreciseDependencyAnalyzer::new)
                .build();
        teaVm.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
        teaVm.installPlugins();
        transformers.forEach(teaVm::add);
        listeners.forEach(teaVm::add);
        teaVm.setEntryPointName(ENTRY_POINT);
        return teaVm;
    }

    private static void refuseProblems(String mainClass, List<Problem> problems) throws ForgeException {
        if (problems.isEmpty()) {
            return;
        }
        String text = problems.stream().map(JavaToC::describe).distinct().limit(20)
                .collect(Collectors.joining("\n  ", "\n  ", ""));
        throw new ForgeException(mainClass + " uses what the ahead-of-time compiler does not have:" + text, 1);
    }

    private static String describe(Problem problem) {
        DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
        problem.render(text);
        var location = problem.getLocation();
        return location == null ? text.getText() : text.getText() + " at " + location.getMethod()
                + (location.getSourceLocation() == null ? "" : " (" + location.getSourceLocation() + ")");
    }

    private List<File> files() {
        return classPath.stream().map(Path::toFile).collect(Collectors.toList());
    }

    private URL[] urls() throws MalformedURLException {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = classPath.get(i).toUri().toURL();
        }
        return urls;
    }
}

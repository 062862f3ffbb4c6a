package exo.forge;

import exo.forge.ebpf.JavaProgram;
import exo.forge.ebpf.JavaTranslator;
import exo.forge.ebpf.SourceLines;
import exo.forge.ebpf.UntranslatableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ClassConstantInstruction;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.StringConstantInstruction;

/**
 * Puts instructions of eBPF where a program asks for those of a class: {@code CodeInJava.text(Handler.class)} becomes the translation of
 * that class, which the program then hands over to the kernel as it is.
 */
final class DownloadedJava implements ClassHolderTransformer {
    private static final String CODE = "exo.exos.code.CodeInJava";
    private static final ValueType TEXT = ValueType.arrayOf(ValueType.LONG);
    private static final MethodReference ASKED = new MethodReference(CODE, "text", ValueType.object(Class.class.getName()), TEXT);
    private static final MethodReference GIVEN = new MethodReference(CODE, "ofDigits", ValueType.object(String.class.getName()), TEXT);

    private final List<Path> classPath;
    private String problem;

    DownloadedJava(List<Path> classPath) {
        this.classPath = classPath;
    }

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        for (MethodHolder method : type.getMethods()) {
            Program program = method.hasProgram() ? method.getProgram() : null;
            for (int block = 0; program != null && block < program.basicBlockCount(); block++) {
                transform(program, program.basicBlockAt(block));
            }
        }
    }

    private void transform(Program program, BasicBlock block) {
        for (Instruction instruction : block) {
            if (instruction instanceof InvokeInstruction call && call.getMethod().equals(ASKED)) {
                String name = literal(block, call.getArguments().get(0));
                if (name != null) {
                    replace(program, call, name);
                }
            }
        }
    }

    /** The class that a variable is a literal of, if that is said in the block. */
    private static String literal(BasicBlock block, Variable variable) {
        for (Instruction instruction : block) {
            if (instruction instanceof ClassConstantInstruction constant && constant.getReceiver() == variable
                    && constant.getConstant() instanceof ValueType.Object object) {
                return object.getClassName();
            }
        }
        return null;
    }

    private void replace(Program program, InvokeInstruction call, String name) {
        StringConstantInstruction digits = new StringConstantInstruction();
        digits.setReceiver(program.createVariable());
        digits.setConstant(digits(name));
        call.insertPrevious(digits);
        call.setMethod(GIVEN);
        call.setArguments(digits.getReceiver());
    }

    /** @throws ForgeException  if a class that was asked for cannot be translated */
    void refuseProblem() throws ForgeException {
        if (problem != null) {
            throw new ForgeException(problem, 1);
        }
    }

    private String digits(String name) {
        try {
            JavaProgram translated = JavaTranslator.translate(classFile(name), new SourceLines(List.of()));
            for (byte octet : translated.area()) {
                if (octet != 0) {
                    throw new IOException(name + ": the static variables of a handler that a program names begin as 0");
                }
            }
            StringBuilder digits = new StringBuilder();
            for (long word : translated.instructions()) {
                digits.append(String.format("%016x", word));
            }
            return digits.toString();
        } catch (UntranslatableException | IOException e) {
            problem = e.getMessage();
            return "";
        }
    }

    private byte[] classFile(String name) throws IOException {
        String file = name.replace('.', '/') + ".class";
        for (Path path : classPath) {
            if (Files.isRegularFile(path.resolve(file))) {
                return Files.readAllBytes(path.resolve(file));
            }
        }
        throw new IOException("there is no class " + name);
    }
}

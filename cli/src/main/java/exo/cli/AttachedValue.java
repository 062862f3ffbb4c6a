package exo.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * For an option whose value is optional: the value counts only when attached by "=", so that {@code exo run --gdb demo}
 * means the target demo.
 */
final class AttachedValue implements IParameterPreprocessor {

    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (!"=".equals(info.get("separator"))) {
            option.setValue("");
            return true;
        }
        return false;
    }
}

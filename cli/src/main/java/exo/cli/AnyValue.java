package exo.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** For an option whose values are another program's options: {@code --qemu-arg=-m} is a value, whatever -m means here. */
final class AnyValue implements IParameterPreprocessor {

    @Override
    public boolean preprocess(Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        if (arguments.isEmpty()) {
            return false;
        }
        List<String> values = new ArrayList<>(option.<List<String>>getValue());
        values.add(arguments.pop());
        option.setValue(values);
        return true;
    }
}

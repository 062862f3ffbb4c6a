package exo.forge;

import org.teavm.backend.c.generate.CNameProvider;
import org.teavm.model.MethodReference;

/**
 * Names C functions after the Java methods they come from: {@code exo.aegis.Boot.run} becomes {@code exo$aegis$Boot$run},
 * which gcc accepts, the symbol table keeps, and a reader turns back by exchanging the dollars for dots. Overloads get a
 * suffix {@code $$1}, {@code $$2} …, in the order in which the compiler meets them.
 */
final class JavaNames extends CNameProvider {

    @Override
    public String forMethod(MethodReference method) {
        return methodNames.computeIfAbsent(method, this::unoccupiedName);
    }

    private String unoccupiedName(MethodReference method) {
        String base = identifier(method.getClassName()) + '$' + identifier(method.getName());
        String name = base;
        for (int overload = 1; !occupiedTopLevelNames.add(name); overload++) {
            name = base + "$$" + overload;
        }
        return name;
    }

    private static String identifier(String javaName) {
        StringBuilder identifier = new StringBuilder();
        for (char c : javaName.toCharArray()) {
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '$');
            identifier.append(c == '.' ? '$' : plain ? c : '_');
        }
        return identifier.toString();
    }
}

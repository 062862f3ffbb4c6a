package exo.abi.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes one {@link Call} down in the order in which one reads it. {@link #fails} may be used any number of times; what
 * else is missing when the row is finished is an error.
 */
final class CallBuilder {
    private final Family family;
    private final int number;
    private final String name;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private String javaName;
    private String paper = "";
    private String meaning = "";
    private String rights = "";
    private String result = "";

    private CallBuilder(Family family, int number, String name) {
        this.family = family;
        this.number = number;
        this.name = name;
        this.javaName = Words.camel(name);
    }

    static CallBuilder call(Family family, int number, String name) {
        return new CallBuilder(family, number, name);
    }

    /** For a name that Java keeps for itself: a keyword, or a method that every object has. */
    CallBuilder inJava(String methodName) {
        javaName = methodName;
        return this;
    }

    /** The term of the 1995 paper, the thesis or Xok; "ours: …" and what is close to it, where they have none. */
    CallBuilder paper(String term) {
        paper = term;
        return this;
    }

    CallBuilder means(String sentence) {
        meaning = sentence;
        return this;
    }

    CallBuilder argument(String argumentName, Kind kind, String argumentMeaning) {
        arguments.add(new Argument(argumentName, kind, argumentMeaning));
        return this;
    }

    CallBuilder rights(String sentence) {
        rights = sentence;
        return this;
    }

    CallBuilder result(String sentence) {
        result = sentence;
        return this;
    }

    CallBuilder fails(Status status, String condition) {
        failures.add(new Failure(status, condition));
        return this;
    }

    Call row() {
        if (paper.isEmpty() || meaning.isEmpty() || rights.isEmpty() || result.isEmpty()) {
            throw new IllegalStateException("call " + name + " lacks its term in the papers, its meaning, its rights or its "
                    + "result");
        }
        return new Call(number, name, javaName, family, arguments, paper, meaning, rights, result, failures);
    }
}

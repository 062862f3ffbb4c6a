package exo.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The method's machine code becomes part of each caller's, against the compiler's own judgement; for a measured reason. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Inlined {
    /** The reason, with the figure. */
    String value();
}

package exo.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method's machine code stands apart, against the compiler's own judgement: a short way that ends with this long one then
 * calls nothing and saves no register.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Apart {
    /** The reason, with the figure. */
    String value();
}

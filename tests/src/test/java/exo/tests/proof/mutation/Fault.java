package exo.tests.proof.mutation;

import java.util.List;

/**
 * A fault that is planted in the kernel.
 *
 * @param name  what is wrong with the kernel then
 * @param type  name of the kernel's class, behind {@code exo.aegis}, and {@code method} of the method, with its descriptor if it is overloaded
 * @param promise  what the kernel promises and does not keep with this fault
 * @param first  tests of the kernel, without their ending, that are asked first, to save time: any may be the one that notices; those of the
 *     kernel's parts, with their package behind {@code exo.tests}, are asked if they are named here
 */
record Fault(String name, String type, String method, Change change, String promise, List<String> first) {

    static Fault of(String name, String place, Change change, String promise, String... first) {
        int descriptor = place.indexOf('(');
        int dot = place.lastIndexOf('.', descriptor < 0 ? place.length() : descriptor);
        return new Fault(name, place.substring(0, dot), place.substring(dot + 1), change, promise, List.of(first));
    }

    /** That of the kernel, or of the engine if its name is given whole. */
    String className() {
        return type.startsWith(MutatedKernel.ENGINE) ? type : MutatedKernel.KERNEL + type;
    }

    @Override
    public String toString() {
        return name;
    }
}

package exo.forge.description;

import java.util.List;

/**
 * One {@code [[env]]} of a system description.
 *
 * @param name letter, then letters, digits, - or _; at most 15 characters; unique in the system
 * @param main a Java class name (exos), or the path of an ELF or C file relative to the description (native)
 * @param memoryBytes what its pages may sum up to
 * @param slices positions of 100 in the time-slice vector, or 0 when the file leaves it to the steward
 * @param environments how many child environments its account may hold beyond itself
 * @param accounts how many child accounts it may make
 * @param console whether the console's input is this environment's; at most one is
 * @param claims which packets are its to receive and to send
 * @param filters how many packet filters it may bind
 * @param codePages how many pages of machine code its downloaded programs may have
 */
public record EnvironmentDescription(String name, EnvironmentKind kind, String main, long memoryBytes, int slices,
        int environments, int accounts, boolean console, List<String> arguments, List<Claim> claims,
        int filters, int codePages) {

    public EnvironmentDescription {
        arguments = List.copyOf(arguments);
        claims = List.copyOf(claims);
    }
}

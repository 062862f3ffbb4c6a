package exo.abi.spec;

/**
 * One way in which a call can fail. A caller sees {@code -number}; the meaning is a sentence about what the caller did,
 * true for every call that gives this status (the call itself says on which condition).
 */
public record Status(String name, int number, String meaning) {
}

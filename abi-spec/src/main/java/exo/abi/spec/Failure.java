package exo.abi.spec;

/** That a call gives this status, and when. */
public record Failure(Status status, String condition) {
}

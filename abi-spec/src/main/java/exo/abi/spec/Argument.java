package exo.abi.spec;

/** One argument of a call: its name in snake_case, how to take its bits, and what it is for. */
public record Argument(String name, Kind kind, String meaning) {
}

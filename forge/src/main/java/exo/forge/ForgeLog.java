package exo.forge;

/** Hears of each step of forging that did real work; a step whose result was up to date is not told. */
public interface ForgeLog {
    void step(String what, String detail, long milliseconds);
}

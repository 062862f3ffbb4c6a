package exo.tests.proof.explore;

/** All rules on a state. */
final class StateRules {
    private final FrameRules frames;
    private final AccountRules accounts;
    private final BindingRules bindings;
    private final TimeRules time;

    StateRules(ExploredKernel kernel, Played played) {
        frames = new FrameRules(kernel.books, played);
        accounts = new AccountRules(kernel.books, played);
        bindings = new BindingRules(kernel, played);
        time = new TimeRules(kernel, played);
    }

    void check() {
        frames.check();
        accounts.check();
        bindings.check();
        time.check();
    }
}

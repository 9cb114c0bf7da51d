package io.isobar.agent.driver;

/** Orders for tests. */
public final class LaunchOrders {
    private LaunchOrders() {}

    /** The same, that goes on when its region is cut off. */
    public static LaunchOrder keeping(LaunchOrder order) {
        return new LaunchOrder(
                order.key(),
                order.workloadName(),
                order.tenant(),
                order.command(),
                order.image(),
                order.environment(),
                order.stack(),
                order.demand(),
                order.stopGrace(),
                order.timeLimit(),
                order.expectedRunTime(),
                true);
    }

    /** As {@link #keeping(LaunchOrder)}. */
    public static Work keeping(Work work) {
        return new Work(keeping(work.order()), work.placement());
    }
}

package io.isobar.agent.inventory;

/**
 * A node as its resource manager sees it.
 *
 * @param usable whether it can take work now
 * @param foreign what work that is not ours takes on it; what of it is not known takes nothing off
 */
public record Node(NodeName name, PoolName pool, NodeAmounts total, ForeignLoad foreign, boolean usable) {
    public Node(NodeName name, PoolName pool, NodeAmounts total) {
        this(name, pool, total, ForeignLoad.NONE, true);
    }

    /** With another load of others; never more than it has. */
    public Node under(ForeignLoad load) {
        return new Node(name, pool, total, load.atMost(total), usable);
    }

    public Node asUsable(boolean nowUsable) {
        return nowUsable == usable ? this : new Node(name, pool, total, foreign, nowUsable);
    }
}

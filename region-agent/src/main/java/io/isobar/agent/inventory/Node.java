package io.isobar.agent.inventory;

/**
 * A node as its resource manager sees it.
 *
 * @param usable whether it can take work now
 * @param foreign what work that is not ours takes on it
 */
public record Node(NodeName name, PoolName pool, NodeAmounts total, Resources foreign, boolean usable) {
    public Node(NodeName name, PoolName pool, NodeAmounts total) {
        this(name, pool, total, Resources.NONE, true);
    }

    public Node asUsable(boolean nowUsable) {
        return nowUsable == usable ? this : new Node(name, pool, total, foreign, nowUsable);
    }
}

package io.isobar.agent.driver;

import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.PoolName;
import java.util.List;
import java.util.Map;

/**
 * A look at a region for the people who own it.
 *
 * @param inventory what would be advertised
 * @param facts of its pools; those of which there are none are left out
 * @param remarks what is not offered or not understood, and why
 */
public record Survey(Inventory inventory, Map<PoolName, PoolFacts> facts, List<Remark> remarks) {
    public Survey {
        facts = Map.copyOf(facts);
        remarks = List.copyOf(remarks);
    }
}

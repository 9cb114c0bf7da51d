package io.isobar.standalone.federation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One agent process.
 *
 * @param name unique, also the name of its folder and log
 * @param regions the names of its regions
 * @param keys its configuration, without the prefix isobar.agent
 */
public record AgentPlan(String name, List<String> regions, Map<String, String> keys) {
    public AgentPlan {
        regions = List.copyOf(regions);
        keys = Map.copyOf(keys);
    }

    /** The whole configuration: what the file says, and what only the launcher knows, which wins. */
    public Map<String, String> configuration(Map<String, String> known) {
        TreeMap<String, String> all = new TreeMap<>();
        keys.forEach((key, value) -> all.put("isobar.agent." + key, value));
        known.forEach((key, value) -> all.put("isobar.agent." + key, value));
        return all;
    }
}

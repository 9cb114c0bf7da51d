package io.isobar.cli.verb;

import io.isobar.cli.problem.Problem;
import io.isobar.proto.region.v1.PoolStatus;

/**
 * Which pools are meant.
 *
 * @param region empty: of any region
 * @param pool empty: every pool
 */
record PoolName(String region, String pool) {
    /**
     * Reads REGION/POOL or POOL.
     *
     * @param region given by itself; empty for none
     */
    static PoolName parse(String name, String region) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return new PoolName(region, name);
        }
        var named = name.substring(0, slash);
        if (!region.isEmpty() && !region.equals(named)) {
            throw Problem.usage(
                    "\"" + name + "\" is not in region \"" + region + "\"", "leave --region out, or name the same");
        }
        return new PoolName(named, name.substring(slash + 1));
    }

    boolean matches(PoolStatus status) {
        return (region.isEmpty() || region.equals(status.getRegion()))
                && (pool.isEmpty() || pool.equals(status.getPool().getName()));
    }

    /** Names one pool. */
    boolean isWhole() {
        return !region.isEmpty() && !pool.isEmpty();
    }
}

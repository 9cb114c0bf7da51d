package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;

/**
 * A hardware partition that a model can be cut into.
 *
 * @param profile {@code 1g.10gb}; the memory in the name is rounded by the vendor
 * @param computeSlices of {@code computeSlicesOfCard}
 * @param instancesPerCard how many fit on one card at once
 * @param memory nominal memory of one
 */
public record Partition(
        String modelId,
        String profile,
        int computeSlices,
        int computeSlicesOfCard,
        int instancesPerCard,
        Memory memory,
        String source) {}

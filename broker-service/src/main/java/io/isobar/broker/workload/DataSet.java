package io.isobar.broker.workload;

import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/** Data that the workload reads: where it lies and how large it is, where that is known. */
public record DataSet(
        String uri, @Nullable Memory size, @Nullable String region) {}

package io.isobar.integration.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * What became of one job, in nanoseconds since it was given.
 *
 * @param act its own first
 * @param seen when the resource manager said that it runs; null: nobody asked it
 */
record Moments(long act, @Nullable Long seen) {}

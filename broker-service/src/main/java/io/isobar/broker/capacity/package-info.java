/**
 * What each region offers now: reports, freshness, deductions not yet covered by a report, and the immutable view that
 * placement decides on. Pure.
 */
@NullMarked
package io.isobar.broker.capacity;

import org.jspecify.annotations.NullMarked;

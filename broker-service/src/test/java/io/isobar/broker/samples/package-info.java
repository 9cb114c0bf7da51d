/** Workloads, regions and pools that tests of several packages share. */
@NullMarked
package io.isobar.broker.samples;

import org.jspecify.annotations.NullMarked;

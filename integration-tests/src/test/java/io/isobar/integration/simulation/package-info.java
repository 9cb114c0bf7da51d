/** The broker and its agents on simulated time, network, store and resource managers, under faults drawn from a seed. See docs/simulation.md. */
@NullMarked
package io.isobar.integration.simulation;

import org.jspecify.annotations.NullMarked;

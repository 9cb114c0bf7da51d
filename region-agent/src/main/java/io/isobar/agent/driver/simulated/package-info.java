/**
 * The driver that runs nothing: nodes from an inventory, attempts as timers, faults from a scenario file.
 */
@NullMarked
package io.isobar.agent.driver.simulated;

import org.jspecify.annotations.NullMarked;

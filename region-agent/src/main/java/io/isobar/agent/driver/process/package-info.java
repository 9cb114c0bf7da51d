/**
 * The driver that runs commands on the agent's own machine, under a small supervisor that outlives the agent.
 */
@NullMarked
package io.isobar.agent.driver.process;

import org.jspecify.annotations.NullMarked;

/**
 * Configuration, clocks, threads, start and stop: the only place that sees every part.
 */
@NullMarked
package io.isobar.agent.wiring;

import org.jspecify.annotations.NullMarked;

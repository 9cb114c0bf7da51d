/**
 * How a queue of jobs shares accelerators of several types, in rounds: who runs on which type until the next round, and who
 * waits. Pure; times are seconds, work is counted in steps.
 */
@NullMarked
package io.isobar.broker.rounds;

import org.jspecify.annotations.NullMarked;

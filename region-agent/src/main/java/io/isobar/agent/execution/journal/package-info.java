/**
 * The record of attempts on disk: an append-only log, forced in groups and rewritten when most of it is dead.
 */
@NullMarked
package io.isobar.agent.execution.journal;

import org.jspecify.annotations.NullMarked;

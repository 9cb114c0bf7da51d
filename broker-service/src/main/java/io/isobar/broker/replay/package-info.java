/**
 * Decisions that are taken again: their inputs as they are stored with the record, and what the engine says of them now beside what was
 * recorded.
 */
@NullMarked
package io.isobar.broker.replay;

import org.jspecify.annotations.NullMarked;

/** The topic of fences, read by an agent that does not reach its broker. */
@NullMarked
package io.isobar.agent.lease.kafka;

import org.jspecify.annotations.NullMarked;

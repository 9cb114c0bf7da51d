/**
 * The one replica that places work and leads the agents. {@link io.isobar.broker.leader.Coordinator} is pure: it turns events into
 * changes and commands; {@link io.isobar.broker.leader.Leader} is the shell that makes the changes durable before it sends.
 */
@NullMarked
package io.isobar.broker.leader;

import org.jspecify.annotations.NullMarked;

/**
 * How far other places are: probes of peers, and the small endpoint that answers them. On sockets and threads of their own, so that no probe holds
 * up the link to the broker.
 */
@NullMarked
package io.isobar.agent.probe;

import org.jspecify.annotations.NullMarked;

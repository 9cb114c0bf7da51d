/** Small ports of the agent's own, on which others ask it something. On sockets and threads that nothing else waits for. */
@NullMarked
package io.isobar.agent.endpoint;

import org.jspecify.annotations.NullMarked;

/**
 * The link to the broker: one stream for a region with flow control, keep-alive, silence limit and back-off.
 */
@NullMarked
package io.isobar.agent.session;

import org.jspecify.annotations.NullMarked;

/**
 * Translation between the agent's own types and the wire contract.
 */
@NullMarked
package io.isobar.agent.session.wire;

import org.jspecify.annotations.NullMarked;
